// What every Fastify here begins with; the setup under test gets `app`, `cors` and `port`.
const app = require("fastify")();
const cors = require("@fastify/cors");
// fix: app.addHook("onRequest", require("{fix}"));
{setup}
app.listen({ port: {port}, host: "127.0.0.1" });
