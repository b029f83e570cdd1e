//! A policy as middleware of Hono: <https://hono.dev/docs/guides/middleware>. The middleware
//! [`cors`](https://hono.dev/docs/middleware/builtin/cors) takes every `OPTIONS` for a preflight, refuses
//! none, tells every origin what others may do, and leaves in place what a route says.

use crate::generate::javascript::{Language, cors_for};
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put this beside the application, import it there, and write \
    `app.use(preflightCors)` above everything else, authentication too. Take out `cors()`: it takes \
    every OPTIONS for a preflight, refuses none, tells every origin what others may do, and leaves in \
    place what a route says itself.";

const MIDDLEWARE: &str = r#"
export const preflightCors: MiddlewareHandler = async (c, next) => {
  const cors = corsFor({
    method: c.req.method,
    path: c.req.path,
    header: (name) => c.req.header(name),
  });
  if (!cors) return next();
  if (cors.status) c.res = new Response(null, { status: cors.status });
  else await next();
  // The answer to a WebSocket's handshake, which has no CORS, cannot be copied.
  if (c.res.status === 101) return;
  // Whoever wrote the response, an error too: this has the last word.
  for (const name of [...c.res.headers.keys()]) {
    if (name.startsWith("access-control-")) c.header(name, undefined);
  }
  for (const [name, value] of Object.entries(cors.headers)) {
    c.header(name, value);
  }
  if (cors.vary) c.header("Vary", cors.vary, { append: true });
};
"#;

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let content = format!(
        "\nimport type {{ MiddlewareHandler }} from \"hono\";\n{}{MIDDLEWARE}",
        cors_for(plan, Language::TypeScript),
    );
    vec![File::new("preflight-cors.ts", Comment::Line("//"), PURPOSE, content)]
}
