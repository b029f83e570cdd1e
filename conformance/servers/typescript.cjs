// `node --require` of this runs TypeScript, whose types Node.js 20 does not strip, with decorators as
// NestJS wants them.
const { readFileSync } = require("node:fs");
const { transformSync } = require("esbuild");

require.extensions[".ts"] = (module, file) => {
  const { code } = transformSync(readFileSync(file, "utf8"), {
    format: "cjs",
    loader: "ts",
    sourcefile: file,
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  module._compile(code, file);
};
