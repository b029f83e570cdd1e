//! ASP.NET Core: <https://learn.microsoft.com/aspnet/core/security/cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// ASP.NET Core as a target.
pub(super) static TARGET: Target = Target {
    id: "aspnet",
    name: "ASP.NET Core",
    kind: Kind::Framework,
    signatures: &[
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("server", "Kestrel")],
            "https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Body("\"traceId\":\"00-"),
                Mark::Body("\"type\":\"https://tools.ietf.org/html/rfc"),
            ],
            "ASP.NET Core's ProblemDetails",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Header("x-aspnet-version")],
            "ASP.NET on .NET Framework",
        ),
        Signature::wrote(Certainty::Certain, &[Mark::Header("x-aspnetmvc-version")], "ASP.NET MVC"),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Cookie(".AspNetCore.")],
            "ASP.NET Core's cookies",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Cookie("ASP.NET_SessionId")],
            "ASP.NET's session",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
