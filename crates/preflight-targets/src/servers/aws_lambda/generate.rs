//! A policy as a wrapper of a Lambda function that answers API Gateway by proxy integration, in
//! [payload 1.0 or 2.0](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).

use crate::generate::javascript::{Language, cors_for};
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put it beside the function's module and write `export const handler = \
    withCors(yours)`. The function must get `OPTIONS` too: route `ANY /{proxy+}` or `OPTIONS \
    /{proxy+}` to it, without an authorizer on `OPTIONS`. Leave the CORS settings of the API or of the \
    function URL empty: they would replace these headers.";

const WITH_CORS: &str = r#"
// What the handler answers, with what CORS has to say. A preflight does not
// reach it.
export const withCors = (handler) => async (event, context) => {
  const answer = corsFor(requestOf(event));
  if (!answer) return handler(event, context);
  const { status, vary, headers } = answer;
  if (status) {
    return { statusCode: status, headers: { ...headers, Vary: vary } };
  }

  const inner = await answered(handler, event, context);
  const varies = [...valuesOf("vary", inner), vary].filter(Boolean).join(", ");
  if (varies) headers.Vary = varies;
  return {
    ...inner,
    headers: { ...withoutCors(inner.headers), ...headers },
    multiValueHeaders: withoutCors(inner.multiValueHeaders),
  };
};

// The request in an event of a REST API (payload 1.0), of an HTTP API or of a
// function URL (2.0, where a named stage is the first segment of the path).
function requestOf(event) {
  const { http, stage } = event.requestContext;
  const headers = {};
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  const header = (name) => headers[name];
  if (!http) return { method: event.httpMethod, path: event.path, header };
  const inStage = event.rawPath.startsWith(`/${stage}/`);
  const path = inStage ? event.rawPath.slice(stage.length + 1) : event.rawPath;
  return { method: http.method, path, header };
}

// Without the headers a page would not see that this is an error. What has no
// status is the body of a 200, as API Gateway reads payload 2.0.
async function answered(handler, event, context) {
  try {
    const result = await handler(event, context);
    if (result?.statusCode) return result;
    return {
      statusCode: 200,
      headers: { "Content-Type": "application/json" },
      body: typeof result === "string" ? result : JSON.stringify(result),
    };
  } catch (error) {
    console.error(error);
    return { statusCode: 500, body: "internal server error\n" };
  }
}

function valuesOf(own, { headers, multiValueHeaders }) {
  const lines = Object.entries({ ...headers, ...multiValueHeaders });
  const values = lines.filter(([name]) => name.toLowerCase() === own);
  return values.flatMap(([, value]) => value);
}

function withoutCors(headers) {
  const names = /^(access-control-.*|vary)$/i;
  const lines = Object.entries(headers ?? {});
  return Object.fromEntries(lines.filter(([name]) => !names.test(name)));
}
"#;

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let text = format!("{}{WITH_CORS}", cors_for(plan, Language::JavaScript));
    vec![File::new("cors.mjs", Comment::Line("//"), PURPOSE, text)]
}
