//! The model against what engines were measured to do, and against its slow twins.

mod habits;
mod measurements;
mod properties;
