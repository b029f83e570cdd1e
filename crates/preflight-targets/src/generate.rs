//! From a policy to the configuration of a target.
//!
//! A [`Generator`] writes files in its target's idiom. What the target cannot express of the policy is
//! a [`Shortfall`], which stops the generation unless an approximation was asked for; what it does
//! otherwise than our own server, whatever the policy, is a [`Lack`], which is said in the output and
//! seen to happen by the tests on the real server.

pub(crate) mod dev_proxy;
pub(crate) mod fetch_handler;
mod file;
pub mod javascript;
mod lack;
pub(crate) mod limits;
mod origins;
mod paths;
mod plan;
pub mod python;
pub mod quote;
pub mod rust;
mod shortfall;
pub(crate) mod url_paths;

pub use file::{Comment, File};
pub use lack::{Behaviour, Lack};
pub use origins::{exact_origin, origin_regex, origins_regex};
pub use paths::paths_regex;
pub use plan::{Names, Plan, Rule};
pub use shortfall::{Shortfall, Shortfalls};

use crate::target::Target;

/// The [response headers](https://fetch.spec.whatwg.org/#http-responses) of CORS: what a policy says, and
/// an application may not say beside it. The last three stand on answers to preflights only.
pub(crate) const CORS_HEADERS: [&str; 6] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Expose-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
];

/// How a target's configuration is made.
#[derive(Debug)]
pub struct Generator {
    /// Writes the files, the one that matters first, and puts down what cannot be expressed.
    pub write: fn(&Plan, &mut Shortfalls) -> Vec<File>,
    /// What the target does otherwise than our own server, whatever it is told.
    pub lacks: &'static [Lack],
    /// How it is known that the output works.
    pub proof: Proof,
}

/// How it is known that a target's output works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// The real server runs it in our tests, and a browser's model and real browsers ask it.
    RealServer,
    /// It is valid by the vendor's published schema or service model.
    Schema,
    /// It is compared with the vendor's documents by people.
    Text,
}

impl Proof {
    /// The name in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::RealServer => "real-server",
            Self::Schema => "schema",
            Self::Text => "text",
        }
    }
}

/// The configuration of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The files, the one that matters first. Each begins with what it is and what to know about it,
    /// where its language has comments.
    pub files: Vec<File>,
    /// What the files without comments cannot say for themselves: `NOTES.md`.
    pub notes: Option<File>,
    /// Where the files say something else than the policy: empty unless approximations were allowed.
    pub approximations: Vec<Shortfall>,
}

impl Target {
    /// Writes the plan down in this target's words; `None` where we cannot yet.
    ///
    /// # Errors
    ///
    /// All elements of the policy that the target cannot express, unless the plan allows
    /// approximations.
    #[must_use]
    pub fn generate(&self, plan: &Plan) -> Option<Result<Generated, Vec<Shortfall>>> {
        let generator = self.generator.as_ref()?;
        let mut shortfalls = Shortfalls::default();
        let mut files = (generator.write)(plan, &mut shortfalls);
        let shortfalls = shortfalls.into_list();
        if !shortfalls.is_empty() && !plan.approximate {
            return Some(Err(shortfalls));
        }
        for file in &mut files {
            file.introduce(self, generator.lacks, &shortfalls);
        }
        let notes = File::notes(self, &files, generator.lacks, &shortfalls);
        Some(Ok(Generated { files, notes, approximations: shortfalls }))
    }
}

#[cfg(test)]
mod tests;
