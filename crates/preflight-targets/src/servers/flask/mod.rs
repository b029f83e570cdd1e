//! Flask and Werkzeug: <https://flask-cors.readthedocs.io/>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Flask as a target.
pub(super) static TARGET: Target = Target {
    id: "flask",
    name: "Flask",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<!doctype html>\n<html lang=en>\n<title>")],
            "Werkzeug 3.1: its error pages and redirects",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("server", "Werkzeug/")],
            "Flask 3.1 on its development server",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Reason("NOT FOUND")],
            "Flask 3.1 on any WSGI server that keeps the reason, which Werkzeug writes in capitals",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Reason("METHOD NOT ALLOWED")],
            "Flask 3.1, likewise",
        ),
        Signature::wrote(Certainty::Likely, &[Mark::Reason("UNAUTHORIZED")], "Flask 3.1, likewise"),
        Signature::wrote(Certainty::Likely, &[Mark::Reason("FORBIDDEN")], "Flask 3.1, likewise"),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Reason("INTERNAL SERVER ERROR")],
            "Flask 3.1, likewise",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Reason("PERMANENT REDIRECT")],
            "Flask 3.1, likewise",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
