// What every function here begins and ends with; the setup under test has `handler`, and makes `items` of it.
const functions = require("@google-cloud/functions-framework");
const { getTestServer } = require("@google-cloud/functions-framework/testing");
const { onRequest } = require("firebase-functions/https");
// fix: const { withCors } = require("{fix}");
{setup}
// fix: const items = onRequest(withCors(handler));
functions.http("items", items);
getTestServer("items").listen({port}, "127.0.0.1");
