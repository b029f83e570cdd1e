//! Apache httpd 2.4: <https://httpd.apache.org/docs/2.4/mod/mod_headers.html>

use crate::target::{Kind, Place, Signature, Target};
use preflight_report::Certainty;

/// Apache httpd as a target.
pub(super) static TARGET: Target = Target {
    id: "apache",
    name: "Apache httpd",
    kind: Kind::Server,
    signatures: &[
        Signature {
            place: Place::Header("server"),
            text: "apache/",
            certainty: Certainty::Likely,
            seen: "every response of Apache 2.4 with `ServerTokens Full` to `Minimal`",
        },
        Signature {
            place: Place::Header("server"),
            text: "apache",
            certainty: Certainty::Possible,
            seen: "`ServerTokens Prod`; Tomcat's `Apache-Coyote` as well",
        },
        Signature {
            place: Place::Body,
            text: "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"",
            certainty: Certainty::Likely,
            seen: "the error pages of Debian's Apache 2.4.71",
        },
        Signature {
            place: Place::Body,
            text: "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">",
            certainty: Certainty::Certain,
            seen: "the error pages of Apache 2.4",
        },
    ],
    tells: &[],
    fixes: include_str!("fixes.md"),
};
