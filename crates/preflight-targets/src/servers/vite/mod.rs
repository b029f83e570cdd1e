//! Vite: <https://vite.dev/config/server-options.html#server-proxy>

mod generate;

use crate::target::{Kind, Target};

/// Vite as a target: while developing, it passes calls on to the API.
pub(super) static TARGET: Target = Target {
    id: "vite",
    name: "Vite",
    kind: Kind::DevServer,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
