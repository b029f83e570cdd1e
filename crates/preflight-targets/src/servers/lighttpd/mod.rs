//! lighttpd: <https://redmine.lighttpd.net/projects/lighttpd/wiki/Mod_setenv>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// lighttpd as a target.
pub(super) static TARGET: Target = Target {
    id: "lighttpd",
    name: "lighttpd",
    kind: Kind::Server,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Value("server", "lighttpd"),
                Mark::Body(
                    "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"",
                ),
            ],
            "lighttpd 1.4.69: its error pages",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Value("server", "lighttpd"), Mark::Whole("allow", "OPTIONS, GET, HEAD, POST")],
            "lighttpd 1.4.69: its own answer to OPTIONS",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("server", "lighttpd")],
            "every response of lighttpd 1.4.69",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
