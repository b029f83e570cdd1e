//! axum with tower-http's layer: <https://docs.rs/tower-http/latest/tower_http/cors/>

mod generate;

use crate::target::{Kind, Target};

/// axum with tower-http's `CorsLayer` as a target.
pub(super) static TARGET: Target = Target {
    id: "tower-http",
    name: "axum with tower-http",
    kind: Kind::Framework,
    // Its responses are those of the framework around which it stands.
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
