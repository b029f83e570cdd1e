//! A policy as a hook of Fastify, `onRequest` at the root, which also runs where no route is found:
//! <https://fastify.dev/docs/latest/Reference/Hooks/>. [`@fastify/cors`](https://github.com/fastify/fastify-cors)
//! answers 400 to an `OPTIONS` that is no preflight, or else takes all of them for one; it refuses none,
//! tells every origin what others may do, and is not heard where a handler writes to `reply.raw`.

use crate::generate::javascript::{Language, for_node};
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Run `npm install on-headers`, put this beside the application, and write \
    `app.addHook(\"onRequest\", require(\"./preflight-cors.cjs\"))` before other hooks, plugins and \
    routes, authentication too; in a module import it. Take out `@fastify/cors`: it answers 400 to an \
    OPTIONS that is no preflight, refuses none, tells every origin what others may do, and leaves in \
    place what a route says itself.";

const HOOK: &str = r#"
module.exports = (request, reply, done) => {
  const cors = corsFor({
    method: request.method,
    path: request.url.split("?", 1)[0],
    header: (name) => request.headers[name],
  });
  if (!cors) return done();
  replaceHeaders(reply.raw, cors);
  if (cors.status) return reply.code(cors.status).send();
  done();
};
"#;

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let content = for_node(plan, Language::JavaScript, HOOK);
    vec![File::new("preflight-cors.cjs", Comment::Line("//"), PURPOSE, content)]
}
