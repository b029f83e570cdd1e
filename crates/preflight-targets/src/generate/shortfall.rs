//! What a target cannot express of a policy.

use std::fmt;

/// An element of a policy that a target cannot express.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// The element as the policy has it: `allow_origins: https://*.example.com`.
    pub element: String,
    /// Why the target cannot express it.
    pub why: &'static str,
    /// The nearest safe alternative, which is also what stands in the output where approximations
    /// are allowed.
    pub instead: String,
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}; {}", self.element, self.why, self.instead)
    }
}

/// Shortfalls as a generator meets them; the same one is put down once.
#[derive(Debug, Default)]
pub struct Shortfalls(Vec<Shortfall>);

impl Shortfalls {
    /// Puts one down. `field` is the policy's, `value` its entry.
    pub fn push(
        &mut self,
        field: &str,
        value: &str,
        why: &'static str,
        instead: impl Into<String>,
    ) {
        let shortfall =
            Shortfall { element: format!("{field}: {value}"), why, instead: instead.into() };
        if !self.0.contains(&shortfall) {
            self.0.push(shortfall);
        }
    }

    pub(super) fn into_list(self) -> Vec<Shortfall> {
        self.0
    }
}
