//! PHP without a framework: <https://www.php.net/manual/function.header.php>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// PHP as a target.
pub(super) static TARGET: Target = Target {
    id: "php",
    name: "PHP",
    kind: Kind::Runtime,
    signatures: &[
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("x-powered-by", "PHP/")],
            "PHP 8.2, unless `expose_php` is off",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Cookie("PHPSESSID=")],
            "`session_start()` in PHP 8.2",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
