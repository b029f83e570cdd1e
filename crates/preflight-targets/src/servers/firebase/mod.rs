//! Cloud Functions for Firebase: <https://firebase.google.com/docs/functions/http-events>

mod generate;

use crate::target::{Kind, Target};

/// A function that answers HTTP as a target. What it answers looks like its author's own.
pub(super) static TARGET: Target = Target {
    id: "firebase",
    name: "Firebase functions",
    kind: Kind::Function,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
