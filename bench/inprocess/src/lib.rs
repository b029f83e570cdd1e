//! What the measurements have in common: the cases, and who is asked them.

pub mod actix;
pub mod case;
pub mod subject;
pub mod tower;
