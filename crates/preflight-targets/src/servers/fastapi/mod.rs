//! FastAPI and Starlette: <https://fastapi.tiangolo.com/tutorial/cors/>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// FastAPI as a target.
pub(super) static TARGET: Target = Target {
    id: "fastapi",
    name: "FastAPI",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[400]), Mark::Body("Disallowed CORS ")],
            "Starlette 1.10: what its CORSMiddleware refuses",
        )
        .tells("refused-by-cors-layer"),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[422]),
                Mark::Body("{\"detail\":[{\"type\":\""),
                Mark::Body("\"loc\":["),
            ],
            "FastAPI 0.165: a request that does not fit the declared parameters",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[405]),
                Mark::WholeBody("{\"detail\":\"Method Not Allowed\"}"),
                Mark::Header("allow"),
            ],
            "FastAPI 0.165: a path without this method",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[404]), Mark::WholeBody("{\"detail\":\"Not Found\"}")],
            "FastAPI 0.165: no such path",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[401, 403]), Mark::WholeBody("{\"detail\":\"Not authenticated\"}")],
            "FastAPI 0.165: its security classes without a token",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("server", "uvicorn")],
            "FastAPI 0.165 on uvicorn; any other ASGI application there as well",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
