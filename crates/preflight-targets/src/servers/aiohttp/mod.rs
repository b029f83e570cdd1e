//! aiohttp's server: <https://github.com/aio-libs/aiohttp-cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// aiohttp as a target.
pub(super) static TARGET: Target = Target {
    id: "aiohttp",
    name: "aiohttp",
    kind: Kind::Framework,
    signatures: &[
        Signature::always(
            Certainty::Certain,
            &[Mark::Value("server", "aiohttp/")],
            "every response of aiohttp 3.14",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[403]), Mark::Body("CORS preflight request failed: ")],
            "aiohttp-cors 0.8: what it refuses",
        )
        .tells("refused-by-cors-layer"),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[405]), Mark::WholeBody("405: Method Not Allowed")],
            "aiohttp 3.14 behind a proxy that hides its name",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[404]), Mark::WholeBody("404: Not Found")],
            "aiohttp 3.14, likewise",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
