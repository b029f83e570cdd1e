//! A reverse proxy in front of any HTTP upstream: preflights are answered at the edge.

pub mod failure;
pub mod settings;
