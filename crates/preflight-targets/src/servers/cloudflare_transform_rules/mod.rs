//! Cloudflare's Response Header Transform Rules:
//! <https://developers.cloudflare.com/rules/transform/response-header-modification/>

mod generate;

use crate::target::{Kind, Target};

/// Rules of Cloudflare as a target. Its responses are known as [`cloudflare`](super::cloudflare)'s.
pub(super) static TARGET: Target = Target {
    id: "cloudflare-transform-rules",
    name: "Cloudflare Transform Rules",
    kind: Kind::Cdn,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
