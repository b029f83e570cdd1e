//! What preflight knows of each server: how to recognise it from a response, and how to put right
//! there what a cause names. Text in, text out; causes are known here only as ids.

pub mod generate;
mod identify;
mod likely;
pub mod proven;
mod servers;
mod signature;
mod target;

pub use identify::{answered_apart, identify, told};
pub use likely::likely;
pub use servers::TARGETS;
pub use signature::{Mark, Signature};
pub use target::{Kind, Target};
