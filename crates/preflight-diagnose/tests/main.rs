//! The one integration binary of this crate.

#![allow(clippy::disallowed_methods, reason = "tests read the pages from disk")]

mod messages;
mod pages;
mod properties;
mod refusals;
mod registry;
