//! Apache Tomcat: <https://tomcat.apache.org/tomcat-10.1-doc/config/filter.html#CORS_Filter>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Apache Tomcat as a target.
pub(super) static TARGET: Target = Target {
    id: "tomcat",
    name: "Apache Tomcat",
    kind: Kind::Server,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<h3>Apache Tomcat")],
            "Tomcat 10.1: its error pages",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Body("<!doctype html><html lang=\"en\"><head><title>HTTP Status "),
                Mark::Body("font-family:Tahoma,Arial,sans-serif;"),
            ],
            "Tomcat 10.1: its error pages, without the version where `showServerInfo` is off",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Value("server", "Apache-Coyote")],
            "Tomcat up to 8",
        ),
        Signature::wrote(
            Certainty::Possible,
            &[
                Mark::Status(&[200]),
                Mark::Whole("allow", "OPTIONS, GET, HEAD, POST"),
                Mark::Without("server"),
                Mark::WholeBody(""),
            ],
            "Tomcat 10.1: its default servlet's answer to OPTIONS",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
