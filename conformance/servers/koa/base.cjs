// What every Koa here begins with; the setup under test gets `app`, `cors`, `router` and `port`.
const Koa = require("koa");
const cors = require("@koa/cors");
const { Router } = require("@koa/router");
const app = new Koa();
const router = new Router();
// fix: app.use(require("{fix}"));
{setup}
app.use(router.routes());
app.listen({port}, "127.0.0.1");
