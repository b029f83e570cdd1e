//! The workbench as people have it: `preflight ui`, a real browser, and somebody in front of it.

mod axe;
mod running;
mod visitor;

pub use running::{Printing, WorkbenchProcess};
pub use visitor::{Key, Role, Visitor};
