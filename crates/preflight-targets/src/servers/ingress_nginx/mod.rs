//! Kubernetes' ingress-nginx, by its annotations:
//! <https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#enable-cors>

mod generate;

use crate::target::{Kind, Target};

/// ingress-nginx as a target. Its responses are nginx's.
pub(super) static TARGET: Target = Target {
    id: "ingress-nginx",
    name: "ingress-nginx",
    kind: Kind::Gateway,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
