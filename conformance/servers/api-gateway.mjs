// API Gateway in front of a Lambda function, as
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html and
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html describe
// payload 2.0 and 1.0: an HTTP request becomes an event, the result the response.
//
// node api-gateway.mjs 1.0|2.0 PORT MODULE
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { respond } = createRequire(import.meta.url)("./application.cjs");

/** The application of src/application.rs as a function. */
export const application = async (event) => {
  const lines = Object.entries(event.headers);
  const headers = Object.fromEntries(lines.map(([name, value]) => [name.toLowerCase(), value]));
  const answer = respond(event.rawPath ?? event.path, headers);
  if (!answer) return { statusCode: 404, body: "{}" };
  return { statusCode: answer.status, headers: answer.headers, body: "{}" };
};

/** Names as they were sent, each with all its values. */
function sent(request) {
  const headers = {};
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const [name, value] = request.rawHeaders.slice(at, at + 2);
    (headers[name] ??= []).push(value);
  }
  return headers;
}

const payloads = {
  "1.0": {
    mark: ["x-amz-apigw-id", "Nq3kLGZ9oAMEv5w="],
    event: (request, { pathname, searchParams }, body) => {
      const headers = sent(request);
      const last = Object.entries(headers).map(([name, values]) => [name, values.at(-1)]);
      return {
        version: "1.0",
        resource: "/{proxy+}",
        path: pathname,
        httpMethod: request.method,
        headers: Object.fromEntries(last),
        multiValueHeaders: headers,
        queryStringParameters: Object.fromEntries(searchParams),
        requestContext: { httpMethod: request.method, path: `/prod${pathname}`, stage: "prod" },
        body,
        isBase64Encoded: false,
      };
    },
    // One that is no proxy response is malformed.
    result: (result) => (Number.isInteger(result?.statusCode) ? result : failed(502, "server")),
    error: () => failed(502, "server"),
  },
  "2.0": {
    mark: ["apigw-requestid", "Nq3kLgZ9oAMESFQ="],
    event: (request, { pathname, search }, body) => {
      const lines = Object.entries(sent(request));
      const joined = lines.map(([name, values]) => [name.toLowerCase(), values.join(",")]);
      return {
        version: "2.0",
        routeKey: "$default",
        rawPath: pathname,
        rawQueryString: search.slice(1),
        headers: Object.fromEntries(joined),
        requestContext: { http: { method: request.method, path: pathname }, stage: "$default" },
        body,
        isBase64Encoded: false,
      };
    },
    result: (result) => {
      if (result?.statusCode) return { ...result, multiValueHeaders: {} };
      const headers = { "content-type": "application/json" };
      const body = typeof result === "string" ? result : JSON.stringify(result);
      return { statusCode: 200, headers, body };
    },
    error: () => failed(500, "Server"),
  },
};

function failed(statusCode, server) {
  const error = server === "Server" ? "Error" : "error";
  const body = JSON.stringify({ message: `Internal ${server} ${error}` });
  return { statusCode, headers: { "content-type": "application/json" }, body };
}

/** What crosses the border to the function and back is JSON. */
const asJson = (value) => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length > 0 ? Buffer.concat(chunks).toString() : null;
}

async function main(version, port, path) {
  const { handler } = await import(pathToFileURL(path));
  const payload = payloads[version];
  const server = createServer(async (request, response) => {
    const event = payload.event(request, new URL(request.url, "http://api"), await bodyOf(request));
    const result = await Promise.resolve()
      .then(() => handler(asJson(event), {}))
      .then((result) => payload.result(asJson(result)), payload.error);
    for (const [name, value] of Object.entries({ ...result.headers, ...result.multiValueHeaders })) {
      response.setHeader(name, value);
    }
    response.setHeader(...payload.mark);
    response.statusCode = result.statusCode;
    response.end(result.body);
  });
  server.listen(Number(port), "127.0.0.1");
}

if (process.argv.length > 4) main(...process.argv.slice(2));
