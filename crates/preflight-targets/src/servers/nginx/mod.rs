//! nginx: <https://nginx.org/en/docs/http/ngx_http_headers_module.html>

use crate::target::{Kind, Place, Signature, Target};
use crate::tell::Tell;
use preflight_report::Certainty;

/// nginx as a target.
pub(super) static TARGET: Target = Target {
    id: "nginx",
    name: "nginx",
    kind: Kind::Server,
    signatures: &[
        Signature {
            place: Place::Header("server"),
            text: "nginx",
            certainty: Certainty::Likely,
            seen: "every response of nginx 1.22 and 1.31, unless `more_clear_headers` or a proxy hides it",
        },
        Signature {
            place: Place::Body,
            text: "<hr><center>nginx",
            certainty: Certainty::Certain,
            seen: "the error pages of nginx 1.22 and 1.31",
        },
    ],
    tells: &[Tell {
        cause: "client-certificate-on-preflight",
        signature: Signature {
            place: Place::Body,
            text: "No required SSL certificate was sent",
            certainty: Certainty::Certain,
            seen: "nginx 1.22 with `ssl_verify_client on`",
        },
    }],
    fixes: include_str!("fixes.md"),
};
