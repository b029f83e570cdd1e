//! A policy as middleware of Koa. [`@koa/cors`](https://github.com/koajs/cors) asks a function for the
//! origin, passes refused preflights on to the application, and does not replace what a route says;
//! where an error is thrown Koa drops [all headers](https://github.com/koajs/koa/blob/master/docs/error-handling.md)
//! but the error's own.

use crate::generate::javascript::{Language, for_node};
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Run `npm install on-headers`, put this beside the application, and write \
    `app.use(require(\"./preflight-cors.cjs\"))` above everything else, authentication too; in a module \
    import it. Take out `@koa/cors`: it compares no origin itself, passes refused preflights on, and \
    leaves in place what a route says itself.";

const MIDDLEWARE: &str = r"
module.exports = (ctx, next) => {
  const cors = corsFor({
    method: ctx.method,
    path: ctx.path,
    header: (name) => ctx.get(name),
  });
  if (!cors) return next();
  replaceHeaders(ctx.res, cors);
  if (!cors.status) return next();
  ctx.status = cors.status;
};
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let content = for_node(plan, Language::JavaScript, MIDDLEWARE);
    vec![File::new("preflight-cors.cjs", Comment::Line("//"), PURPOSE, content)]
}
