//! Angular CLI: <https://angular.dev/tools/cli/serve#proxying-to-a-backend-server>

mod generate;

use crate::target::{Kind, Target};

/// Angular CLI as a target: while developing, it passes calls on to the API.
pub(super) static TARGET: Target = Target {
    id: "angular-cli",
    name: "Angular CLI",
    kind: Kind::DevServer,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
