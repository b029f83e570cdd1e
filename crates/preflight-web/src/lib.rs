//! The workbench: a page on this machine, in the user's own browser, that shows what `check`,
//! `generate`, `explain` and the gateway compute, and computes nothing itself.
//!
//! A [`Workbench`] is two listeners. On the first stands the page with the [API](api) behind it, on the
//! second the page from which the user's browser tries requests itself: it needs an origin of its own.
//! The first can make this machine send requests, so [`guard`] decides who may ask.

mod api;
mod aside;
mod assets;
mod clinic;
mod compression;
mod events;
mod fields;
mod guard;
mod headers;
mod leases;
mod listen;
mod markdown;
mod origins;
mod pages;
mod reports;
mod state;
mod ticket;
mod token;
mod told;
mod try_page;
mod workbench;

pub use token::{Token, TokenError};
pub use workbench::{OpenError, Settings, Workbench};
