//! What preflight knows of each server: how to recognise it from a response, and how to put right
//! there what a cause names. Text in, text out; causes are known here only as ids.

mod servers;
mod target;
mod tell;

pub use servers::TARGETS;
pub use target::{Kind, Place, Signature, Target, identify};
pub use tell::{Tell, told};
