//! The workbench as people have it: `preflight ui`, a real browser, and somebody in front of it.

mod axe;
mod controls;
mod running;
mod visitor;

pub use controls::{Key, Role};
pub use running::{Printing, WorkbenchProcess};
pub use visitor::Visitor;
