//! webpack-dev-server: <https://webpack.js.org/configuration/dev-server/#devserverproxy>

mod generate;

use crate::target::{Kind, Target};

/// webpack-dev-server as a target: while developing, it passes calls on to the API.
pub(super) static TARGET: Target = Target {
    id: "webpack-dev-server",
    name: "webpack-dev-server",
    kind: Kind::DevServer,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
