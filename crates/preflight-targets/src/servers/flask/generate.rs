//! A policy as a WSGI middleware: <https://peps.python.org/pep-3333/>
//!
//! Not flask-cors (<https://flask-cors.readthedocs.io/>): it leaves preflights to Flask's own answer to
//! `OPTIONS`, which `before_request` hooks come before, upper-cases methods, and says `Vary: Origin`
//! to some origins only.

use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, python};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put it beside the application, and wrap that where it is made: \
    `from preflight_cors import Cors` and `app.wsgi_app = Cors(app.wsgi_app)`. It takes the place of \
    Flask-CORS, which leaves preflights to Flask: hooks such as a `before_request` that asks for a token \
    refuse them.";

const IMPORTS: &str = "\
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let text = python::module(plan, IMPORTS, include_str!("middleware.py"));
    vec![File::new("preflight_cors.py", Comment::Line("#"), PURPOSE, text)]
}
