// One application of Next.js for all policies, since it compiles for seconds: src/application.rs as an API
// route, which takes any method, and of each policy the generated proxy.ts, among which the number of the
// server's folder chooses.
//
// node nextjs.mjs build NODE_MODULES ALL
// node nextjs.mjs start NODE_MODULES DIR PORT
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const servers = dirname(fileURLToPath(import.meta.url));
const [command, modules, place, port] = process.argv.slice(2);
// Beside the packages: what is bundled has to be within one root.
const app = join(dirname(modules), "nextjs");
const next = join(modules, "next", "dist", "bin", "next");
process.env.NEXT_TELEMETRY_DISABLED = "1";

const ROUTE = `
import application from "../../application.cjs";

export default function handler(request, response) {
  const path = "/" + (request.query.path ?? []).join("/");
  const answer = application.respond(path, request.headers);
  if (!answer) return response.status(404).end();
  for (const [name, value] of Object.entries(answer.headers)) response.appendHeader(name, value);
  response.status(answer.status).end("{}");
}

export const config = { api: { bodyParser: false } };
`;

const CONFIG = `
export default {
  rewrites: async () => ({ beforeFiles: [{ source: "/:path*", destination: "/api/:path*" }] }),
};
`;

function build() {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(join(app, "pages", "api"), { recursive: true });
  const put = (name, text) => writeFileSync(join(app, name), text);
  put("package.json", '{ "private": true, "type": "module" }');
  put("next.config.mjs", CONFIG);
  put(join("pages", "api", "[[...path]].js"), ROUTE);
  copyFileSync(join(servers, "application.cjs"), join(app, "application.cjs"));
  const numbers = readdirSync(place).filter((name) => /^\d+$/.test(name));
  for (const n of numbers) copyFileSync(join(place, n, "proxy.ts"), join(app, `proxy${n}.ts`));
  const imports = numbers.map((n) => `import { proxy as proxy${n} } from "./proxy${n}";\n`);
  const proxies = numbers.map((n) => `  ${n}: proxy${n},\n`);
  const proxy = "export const proxy = (request) => proxies[process.env.POLICY](request);";
  put("proxy.js", `${imports.join("")}const proxies = {\n${proxies.join("")}};\n${proxy}\n`);
  const { status } = spawnSync(process.execPath, [next, "build"], { cwd: app, stdio: "inherit" });
  process.exit(status ?? 1);
}

async function start() {
  process.env.POLICY = basename(place);
  process.argv = [process.execPath, next, "start", app, "--hostname", "127.0.0.1", "--port", port];
  await import(next);
}

await (command === "build" ? build() : start());
