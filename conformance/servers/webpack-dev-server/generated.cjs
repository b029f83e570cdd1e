// webpack-dev-server with what was generated, in front of the application. Any host may be asked for: tests
// have one.
const { writeFileSync } = require("node:fs");
const webpack = require("webpack");
const WebpackDevServer = require("webpack-dev-server");
const { devServer } = require("{dir}/webpack.config.cjs");

writeFileSync("{dir}/root/ok", "{}");
const compiler = webpack({
  mode: "development",
  context: "{dir}/root",
  entry: {},
  output: { path: "{dir}/tmp" },
});
const options = {
  ...devServer,
  host: "127.0.0.1",
  port: {port},
  allowedHosts: "all",
  static: { directory: "{dir}/root", watch: false },
  hot: false,
  liveReload: false,
  client: false,
};
new WebpackDevServer(options, compiler).start();
