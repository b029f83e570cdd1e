//! HTTP's vocabulary as the Fetch standard uses it: methods, headers, statuses.

pub mod forbidden;
pub mod header_list;
pub mod methods;
pub mod safelists;
pub mod statuses;
