//! Apache httpd 2.4 where one may write no more than a `.htaccess`:
//! <https://httpd.apache.org/docs/2.4/howto/htaccess.html>

mod generate;

use crate::target::{Kind, Target};

/// A `.htaccess` as a target.
pub(super) static TARGET: Target = Target {
    id: "apache-htaccess",
    name: "Apache httpd's .htaccess",
    kind: Kind::Server,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("../apache/fixes.md"),
};
