//! One folder a server: its value, and its words for each cause.

use crate::target::Target;

mod apache;
mod express;
mod nginx;

/// Every target, by id.
pub static TARGETS: &[&Target] = &[&apache::TARGET, &express::TARGET, &nginx::TARGET];
