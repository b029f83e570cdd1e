//! `headers` of next.config: <https://nextjs.org/docs/app/api-reference/config/next-config-js/headers>

mod generate;

use crate::target::{Kind, Target};

/// The configuration of Next.js as a target, where no code is to run in front of the routes. Its
/// responses are known as [`nextjs`](super::nextjs)'s.
pub(super) static TARGET: Target = Target {
    id: "nextjs-headers",
    name: "Next.js headers",
    kind: Kind::Framework,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
