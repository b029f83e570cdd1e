//! A policy as middleware of Express. The package [`cors`](https://expressjs.com/en/resources/middleware/cors.html)
//! takes every `OPTIONS` for a preflight, refuses none, tells every origin what others may do, and does
//! not replace what a route says: the lines around it that mend this are more than those that do without
//! it.

use crate::generate::javascript::{Language, for_node};
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Run `npm install on-headers`, put this beside the application, and write \
    `app.use(require(\"./preflight-cors.cjs\"))` above everything else, authentication too; in a module \
    import it. Take out `cors()`: that package takes every OPTIONS for a preflight, refuses none, tells \
    every origin what others may do, and leaves in place what a route says itself.";

const MIDDLEWARE: &str = r"
module.exports = (request, response, next) => {
  const cors = corsFor({
    method: request.method,
    path: request.baseUrl + request.path,
    header: (name) => request.get(name),
  });
  if (!cors) return next();
  replaceHeaders(response, cors);
  if (cors.status) return response.status(cors.status).end();
  next();
};
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let content = for_node(plan, Language::JavaScript, MIDDLEWARE);
    vec![File::new("preflight-cors.cjs", Comment::Line("//"), PURPOSE, content)]
}
