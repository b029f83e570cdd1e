//! The forms in which an [`Explanation`](crate::Explanation) is given out, one file each.
//!
//! Secrets are masked before a text is read, so there are none here to hide.

pub mod human;
pub mod json;
pub mod markdown;
