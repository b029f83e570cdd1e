// What loads a generated module: the middleware first, then the application of src/application.rs.
const { respond } = require("{servers}/application.cjs");
const Koa = require("koa");
const app = new Koa();
app.silent = true;
app.use(require("{dir}/preflight-cors.cjs"));
app.use((ctx) => {
  const answer = respond(ctx.path, ctx.headers);
  if (!answer) return;
  ctx.status = answer.status;
  ctx.body = "{}";
  ctx.set(answer.headers);
});
app.listen({port}, "127.0.0.1");
