//! The model against real browsers. Slow, and needs them installed: `./test` sees to both.

mod clinic;
mod differential;
mod servers;
