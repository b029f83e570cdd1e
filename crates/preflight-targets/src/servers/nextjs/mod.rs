//! Next.js: <https://nextjs.org/docs/app/api-reference/file-conventions/route#cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Next.js as a target.
pub(super) static TARGET: Target = Target {
    id: "nextjs",
    name: "Next.js",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Value("x-powered-by", "Next.js")],
            "pages of Next.js 16, unless `poweredByHeader` is off",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("vary", "next-router-state-tree")],
            "every response of the App Router in Next.js 16",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Header("x-nextjs-cache")],
            "pages of Next.js that its cache holds",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Header("x-middleware-rewrite")],
            "https://nextjs.org/docs/app/api-reference/functions/next-response",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
