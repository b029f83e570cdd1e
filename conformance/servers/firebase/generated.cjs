// The application of src/application.rs as a function of Firebase, in Google's framework.
const functions = require("@google-cloud/functions-framework");
const { getTestServer } = require("@google-cloud/functions-framework/testing");
const { onRequest } = require("firebase-functions/https");
const { respond } = require("{servers}/application.cjs");
const { withCors } = require("{dir}/cors.cjs");

const application = onRequest(
  withCors((request, response) => {
    const answer = respond(request.path, request.headers);
    if (!answer) return response.status(404).end();
    for (const [name, value] of Object.entries(answer.headers)) {
      if (name === "Vary") response.vary(value);
      else response.setHeader(name, value);
    }
    response.status(answer.status).send("{}");
  }),
);
functions.http("application", application);
getTestServer("application").listen({port}, "127.0.0.1");
