//! Traefik: <https://doc.traefik.io/traefik/middlewares/http/headers/>

mod generate;
pub(super) mod routers;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Traefik as a target.
pub(super) static TARGET: Target = Target {
    id: "traefik",
    name: "Traefik",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Value("www-authenticate", "realm=\"traefik\"")],
            "Traefik 3.7: the basicAuth middleware",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[503]), Mark::WholeBody("no available server")],
            "Traefik 3.7: a service without servers",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[429]), Mark::Header("x-retry-in")],
            "Traefik 3.7: the rateLimit middleware",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[200]),
                Mark::Order(&["access-control-allow-methods", "content-length", "date"]),
                Mark::Spelled("Access-Control-Allow-Methods"),
                Mark::Whole("content-length", "0"),
                Mark::Without("server"),
                Mark::Without("vary"),
                Mark::Without("content-type"),
            ],
            "Traefik 3.7: the headers middleware answers a preflight",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[403]),
                Mark::WholeBody("Forbidden"),
                Mark::Order(&["date", "content-length"]),
                Mark::Without("server"),
                Mark::Without("content-type"),
            ],
            "Traefik 3.7: the ipAllowList middleware",
        ),
        Signature::wrote(
            Certainty::Possible,
            &[
                Mark::Status(&[502, 504]),
                Mark::Without("server"),
                Mark::Without("content-type"),
                Mark::WholeBody("Bad Gateway"),
            ],
            "Traefik 3.7: a backend that refuses the connection",
        ),
        Signature::wrote(
            Certainty::Possible,
            &[
                Mark::Status(&[404]),
                Mark::WholeBody("404 page not found"),
                Mark::Whole("x-content-type-options", "nosniff"),
                Mark::Without("server"),
            ],
            "Traefik 3.7: no router matches; any program in Go with `http.NotFound`",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
