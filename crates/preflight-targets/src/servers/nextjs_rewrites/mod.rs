//! Next.js rewrites: <https://nextjs.org/docs/app/api-reference/config/next-config-js/rewrites>

mod generate;

use crate::target::{Kind, Target};

/// Next.js rewrites as a target: while developing, it passes calls on to the API.
pub(super) static TARGET: Target = Target {
    id: "nextjs-rewrites",
    name: "Next.js rewrites",
    kind: Kind::DevServer,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
