//! Cloudflare Workers: <https://developers.cloudflare.com/workers/examples/cors-header-proxy/>

mod generate;

use crate::target::{Kind, Target};

/// A Worker in front of an origin as a target. What it answers looks like its author's own.
pub(super) static TARGET: Target = Target {
    id: "cloudflare-workers",
    name: "Cloudflare Workers",
    kind: Kind::Function,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
