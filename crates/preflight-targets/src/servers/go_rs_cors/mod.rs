//! Go with rs/cors: <https://pkg.go.dev/github.com/rs/cors>

mod generate;

use crate::target::{Kind, Target};

/// Go net/http with rs/cors as a target.
pub(super) static TARGET: Target = Target {
    id: "go-rs-cors",
    name: "Go with rs/cors",
    kind: Kind::Framework,
    // Its responses are those of the handler around which it stands.
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("../go/fixes.md"),
};
