//! Traefik, told by the labels of a container:
//! <https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/docker/>

mod generate;

use crate::target::{Kind, Target};

/// Traefik as a target, by Docker's labels.
pub(super) static TARGET: Target = Target {
    id: "traefik-labels",
    name: "Traefik (Docker labels)",
    kind: Kind::Gateway,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("../traefik/fixes.md"),
};
