//! A running gateway is watched through the workbench, as the page does it.

/// What is no gateway that could be watched.
mod faults;
/// What is decided is told, and what an edited policy would have decided.
mod watching;
/// A gateway, a workbench, and who reads its events.
mod world;
