// What loads a generated module: the middleware first, then the application of src/application.rs.
const express = require("express");
const { respond } = require("{servers}/application.cjs");
const app = express();
app.use(require("{dir}/preflight-cors.cjs"));
app.use((request, response, next) => {
  const answer = respond(request.path, request.headers);
  if (!answer) return next();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (name === "Vary") response.vary(value);
    else response.setHeader(name, value);
  }
  response.status(answer.status).send("{}");
});
app.listen({port}, "127.0.0.1");
