//! A policy as an ASGI middleware: <https://asgi.readthedocs.io/en/latest/specs/www.html>
//!
//! Not Starlette's `CORSMiddleware`: it always allows `Content-Type`
//! (<https://www.starlette.io/middleware/#corsmiddleware>), no method of one's own by `*`, and has one
//! policy for all paths; what it answers with would have to be overridden from end to end.

use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, python};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put it beside the application, and wrap that at the very end of its module: \
    `from preflight_cors import Cors` and `app = Cors(app)`. Not by `add_middleware`, which leaves \
    the answer to an unhandled exception outside. It takes the place of Starlette's CORSMiddleware, \
    which allows Content-Type whether it is listed or not, lets what a route says of CORS through to \
    other origins, and has one policy for all paths.";

const IMPORTS: &str = "\
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let text = python::module(plan, IMPORTS, include_str!("middleware.py"));
    vec![File::new("preflight_cors.py", Comment::Line("#"), PURPOSE, text)]
}
