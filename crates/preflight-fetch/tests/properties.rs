//! Fast paths against slow twins, and what must hold whatever a script asks and a server answers.

mod cookies;
mod header_lists;
mod max_age;
mod origins;
mod preflight_cache;
mod safelists;
mod strategies;
mod whole_fetch;
