// Vite with what was generated, in front of the application. Any host may be asked for: tests have one.
import { symlinkSync, writeFileSync } from "node:fs";

symlinkSync("{node}", "{dir}/node_modules");
writeFileSync("{dir}/root/ok", "{}");
const { createServer } = await import("{node}/vite/dist/node/index.js");
const server = await createServer({
  configFile: "{dir}/vite.config.mjs",
  root: "{dir}/root",
  cacheDir: "{dir}/tmp",
  server: { host: "127.0.0.1", port: {port}, strictPort: true, allowedHosts: true, watch: null },
});
await server.listen();
