//! nginx: <https://nginx.org/en/docs/http/ngx_http_headers_module.html>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// nginx as a target.
pub(super) static TARGET: Target = Target {
    id: "nginx",
    name: "nginx",
    kind: Kind::Server,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("No required SSL certificate was sent")],
            "nginx 1.22 with `ssl_verify_client on`",
        )
        .tells("client-certificate-on-preflight"),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<hr><center>nginx")],
            "the error pages of nginx 1.22 and 1.31",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<hr><center>openresty")],
            "the error pages of OpenResty, which is nginx with Lua",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("server", "nginx")],
            "every response of nginx 1.22 and 1.31, unless `more_clear_headers` or a proxy hides it",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("server", "openresty")],
            "every response of OpenResty",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
