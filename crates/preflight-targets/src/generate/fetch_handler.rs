//! `cors(request, handler)`: the policies around a function from `Request` to `Response`, as Workers,
//! Deno, Bun and the functions of most hosts have it.

use super::Plan;
use super::javascript::{Language, cors_for, in_language};

/// Its type in TypeScript.
const HANDLER: &str = "
type Handler = (request: Request) => Response | Promise<Response>;
";

/// Between `‹` and `›` stands what only TypeScript has. A response that was fetched has headers that
/// cannot be changed, so all are copied; that of a WebSocket cannot be copied everywhere.
const CORS: &str = r#"
// What the handler answers, with what CORS has to say. A preflight does not
// reach it.
export async function cors(request‹: Request›, handler‹: Handler›) {
  const answer = corsFor({
    method: request.method,
    path: new URL(request.url).pathname,
    header: (name) => request.headers.get(name),
  });
  if (!answer) return handler(request);
  const { status, vary, headers } = answer;
  if (status) {
    return new Response(null, { status, headers: { ...headers, Vary: vary } });
  }

  const inner = await answered(request, handler);
  if (inner.status === 101) return inner; // A WebSocket needs no CORS.
  const response = new Response(inner.body, inner);
  for (const name of [...response.headers.keys()]) {
    if (name.startsWith("access-control-")) response.headers.delete(name);
  }
  for (const [name, value] of Object.entries(headers)) {
    response.headers.set(name, value);
  }
  if (vary) response.headers.append("Vary", vary);
  return response;
}

// Without the headers a page would not see that this is an error.
async function answered(request‹: Request›, handler‹: Handler›) {
  try {
    return await handler(request);
  } catch (error) {
    console.error(error);
    return new Response("{reason}\n", { status: {status} });
  }
}
"#;

/// The policies, [`corsFor`](cors_for) and `cors`, which is exported. A handler that throws is answered
/// with this status.
pub(crate) fn cors(plan: &Plan, language: Language, (status, reason): (u16, &str)) -> String {
    let decides = cors_for(plan, language);
    let handler = if language == Language::TypeScript { HANDLER } else { "" };
    let cors = in_language(CORS, language)
        .replace("{status}", &status.to_string())
        .replace("{reason}", reason);
    format!("{decides}{handler}{cors}")
}
