//! Spring MVC, Spring Boot and Spring Security: <https://docs.spring.io/spring-framework/reference/web/webmvc-cors.html>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Spring as a target.
pub(super) static TARGET: Target = Target {
    id: "spring",
    name: "Spring",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[403]), Mark::WholeBody("Invalid CORS request")],
            "https://github.com/spring-projects/spring-framework/blob/main/spring-web/src/main/java/org/springframework/web/cors/DefaultCorsProcessor.java",
        ).tells("refused-by-cors-layer"),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Whitelabel Error Page")],
            "Spring Boot's error page",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Body("{\"timestamp\":"),
                Mark::Body("\"status\":"),
                Mark::Body("\"error\":\""),
                Mark::Body("\"path\":\""),
            ],
            "Spring Boot's error as JSON",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Whole("cache-control", "no-cache, no-store, max-age=0, must-revalidate"),
                Mark::Whole("pragma", "no-cache"),
                Mark::Whole("expires", "0"),
                Mark::Whole("x-content-type-options", "nosniff"),
            ],
            "https://docs.spring.io/spring-security/reference/features/exploits/headers.html",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Header("x-application-context")],
            "Spring Boot 1",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
