// What loads a generated module: the hook first, then the application of src/application.rs.
const { respond } = require("{servers}/application.cjs");
const app = require("fastify")();
app.addHook("onRequest", require("{dir}/preflight-cors.cjs"));
app.addHttpMethod("PURGE");
app.all("/*", (request, reply) => {
  const answer = respond(request.url, request.headers);
  if (!answer) return reply.callNotFound();
  return reply.code(answer.status).headers(answer.headers).send("{}");
});
app.listen({ port: {port}, host: "127.0.0.1" });
