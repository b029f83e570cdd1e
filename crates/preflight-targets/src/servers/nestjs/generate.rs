//! A policy as global middleware of NestJS, which runs before guards, interceptors and routes, on Express
//! and on Fastify: <https://docs.nestjs.com/middleware#global-middleware>. `enableCors` is the package
//! `cors`, or `@fastify/cors`, with what these do otherwise: Express' and Fastify's generators say what.

use crate::generate::javascript::{Language, for_node};
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Run `npm install on-headers @types/on-headers`, put this beside main.ts, import it \
    there, and write `app.use(preflightCors);` right below `NestFactory.create(…)`, above everything else. \
    Take out `enableCors` and `{ cors: true }`: they take every OPTIONS for a preflight, refuse none, \
    tell every origin what others may do, and leave in place what a controller says itself.";

const MIDDLEWARE: &str = r#"
export function preflightCors(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  const cors = corsFor({
    method: request.method ?? "",
    path: (request.url ?? "").replace(/\?.*/, ""),
    header: (name) => request.headers[name]?.toString(),
  });
  if (!cors) return next();
  replaceHeaders(response, cors);
  if (!cors.status) return next();
  response.statusCode = cors.status;
  response.end();
}
"#;

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let content = for_node(plan, Language::TypeScript, MIDDLEWARE);
    vec![File::new("preflight-cors.ts", Comment::Line("//"), PURPOSE, content)]
}
