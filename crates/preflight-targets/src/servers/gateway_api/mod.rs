//! The Gateway API of Kubernetes, whichever gateway carries it out:
//! <https://gateway-api.sigs.k8s.io/guides/http-cors/>

mod generate;

use crate::target::{Kind, Target};

/// The Gateway API as a target.
pub(super) static TARGET: Target = Target {
    id: "gateway-api",
    name: "Kubernetes Gateway API",
    kind: Kind::Gateway,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
