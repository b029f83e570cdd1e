//! Sign-in by Microsoft Entra, such as App Service authentication: <https://learn.microsoft.com/azure/app-service/overview-authentication-authorization>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Microsoft Entra sign-in as a target.
pub(super) static TARGET: Target = Target {
    id: "entra",
    name: "Microsoft Entra sign-in",
    kind: Kind::AccessProxy,
    signatures: &[
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[301, 302, 303, 307, 308]),
                Mark::Value("location", "https://login.microsoftonline.com/"),
            ],
            "the redirect to the sign-in",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[301, 302, 303, 307, 308]),
                Mark::Value("location", "https://login.windows.net/"),
            ],
            "the redirect to the sign-in, older form",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[301, 302, 303, 307, 308]), Mark::Value("location", "/.auth/login/")],
            "App Service authentication's own redirect",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[401, 403]), Mark::Header("x-ms-middleware-request-id")],
            "App Service authentication: what its module refuses",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
