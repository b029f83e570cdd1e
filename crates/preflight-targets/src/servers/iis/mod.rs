//! Microsoft IIS: <https://learn.microsoft.com/iis/extensions/cors-module/cors-module-configuration-reference>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// IIS as a target.
pub(super) static TARGET: Target = Target {
    id: "iis",
    name: "IIS",
    kind: Kind::Server,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[403]), Mark::Body("403.7")],
            "IIS's detailed page where a site requires a client certificate",
        )
        .tells("client-certificate-on-preflight"),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(" Detailed Error - "), Mark::Body("<title>IIS ")],
            "IIS's detailed error pages, `IIS 10.0 Detailed Error - 404.0 - Not Found`",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<div id=\"header\"><h1>Server Error</h1></div>")],
            "IIS's short error pages, such as 403, 404 and 405",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("server", "Microsoft-IIS/")],
            "every response of IIS",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("x-powered-by", "ASP.NET")],
            "every response of IIS, also where no ASP.NET runs",
        ),
        Signature::always(
            Certainty::Possible,
            &[Mark::Value("server", "Microsoft-HTTPAPI/")],
            "what Windows' http.sys answers before any application",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
