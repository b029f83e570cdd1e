//! A policy as a middleware and a signal of aiohttp:
//! <https://docs.aiohttp.org/en/stable/web_advanced.html#signals>
//!
//! Not aiohttp-cors (<https://github.com/aio-libs/aiohttp-cors>): it must be told of every route, leaves
//! what no route answers without headers, says no `Vary`, and answers preflights behind every
//! middleware, one of which may refuse them.

use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, python};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put it beside the application: `import preflight_cors` and \
    `preflight_cors.setup(app)` before it runs. It takes the place of aiohttp-cors, which must be told \
    of every route, and answers preflights behind the other middlewares: one that asks for a token \
    refuses them.";

const IMPORTS: &str = "\
from aiohttp import web
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let text = python::module(plan, IMPORTS, include_str!("middleware.py"));
    vec![File::new("preflight_cors.py", Comment::Line("#"), PURPOSE, text)]
}
