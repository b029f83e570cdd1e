//! Django with django-cors-headers: <https://github.com/adamchainz/django-cors-headers>

mod generate;

use crate::target::{Kind, Target};

/// django-cors-headers as a target: told as Django, whose responses it adds to.
pub(super) static TARGET: Target = Target {
    id: "django-cors-headers",
    name: "django-cors-headers",
    kind: Kind::Framework,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("../django/fixes.md"),
};
