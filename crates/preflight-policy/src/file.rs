//! `preflight.toml`: text in, policies or all problems out, each with line and column.
//!
//! The policies are read here; a table that belongs to somebody else, such as `[gateway]`, is read by
//! its owner with the same [`Section`]s, so that all that is wrong in one file is said in one list:
//!
//! ```
//! use preflight_policy::file::Document;
//!
//! let text = "
//! [[policy]]
//! allow_origins = ['https://app.example.com/']
//!
//! [gateway]
//! listen = '127.0.0.1:8080'
//! ";
//! let mut document = Document::parse(text);
//! let policies = document.policies();
//! let listen = document.table("gateway", |gateway| gateway.text("listen"));
//! let faults = document.finish();
//! assert!(policies.is_none());
//! assert_eq!(listen.unwrap().unwrap().value, "127.0.0.1:8080");
//! assert_eq!(faults.iter().next().unwrap().position.to_string(), "3:18");
//! ```
//!
//! Whoever wants the policies only calls [`File::read`].

mod draft;
mod fault;
mod policies;
mod position;
mod quantity;
mod schema;
mod section;
mod syntax;
mod written;

pub use draft::{Draft, Rest};
pub use fault::{Fault, Faults, Found, LIMIT as FAULTS_LIMIT};
pub use policies::Places;
pub use position::{Position, Span};
pub use schema::{TableSchema, schema};
pub use section::{Section, Written};
pub use written::to_toml;

use crate::config::PolicyConfig;
use crate::policies::Policies;
use fault::Collected;
use toml::Spanned;
use toml::de::DeTable;

/// The longest file, in bytes: room for a hundred thousand origins.
pub const FILE_LIMIT: usize = 4 << 20;

/// The most policies in one file: each request looks through them in order.
pub const POLICIES_LIMIT: usize = 1000;

/// The name that is looked for.
pub const FILE_NAME: &str = "preflight.toml";

/// The tables that this crate knows of; `[[policy]]` alone is read by it.
const TABLES: [&str; 3] = ["policy", "gateway", "check"];

/// A file read for its policies alone.
#[derive(Debug)]
pub struct File {
    /// The policies.
    pub policies: Policies,
    /// What is worth knowing.
    pub notes: Faults,
    /// Where each policy, field and entry stands.
    pub places: Places,
}

impl File {
    /// Reads the policies; the tables of others are passed over.
    ///
    /// # Errors
    ///
    /// All problems at once, notes among them.
    pub fn read(text: &str) -> Result<Self, Faults> {
        let mut document = Document::parse(text);
        let policies = document.policies();
        let places = std::mem::take(&mut document.places);
        let notes = document.finish();
        match policies.filter(|_| !notes.has_errors()) {
            Some(policies) => Ok(Self { policies, notes, places }),
            None => Err(notes),
        }
    }
}

/// A file on its way: parsed as TOML, its tables read one by one.
#[derive(Debug)]
pub struct Document<'t> {
    text: &'t str,
    root: Spanned<DeTable<'t>>,
    places: Places,
    faults: Collected,
}

impl<'t> Document<'t> {
    /// Parses TOML. What is wrong is said by [`finish`](Self::finish); what can be read nevertheless is
    /// read. A text longer than [`FILE_LIMIT`] is not.
    #[must_use]
    pub fn parse(text: &'t str) -> Self {
        let mut faults = Collected::default();
        let readable = if text.len() > FILE_LIMIT {
            let reason = format!("the file is longer than {} MiB", FILE_LIMIT >> 20);
            faults.push(Span::default(), Fault::error("file-too-long", reason));
            ""
        } else {
            text
        };
        let (root, errors) = DeTable::parse_recoverable(readable);
        let (syntax, swallowed) = syntax::faults(readable, root.get_ref(), &errors);
        syntax.into_iter().for_each(|(span, fault)| faults.push(span, fault));
        faults.ignore(swallowed);
        section::read(root.get_ref(), Span::default(), &mut faults, |top| {
            TABLES.into_iter().for_each(|name| top.pass_over(name));
        });
        Self { text, root, places: Places::default(), faults }
    }

    /// The policies, `None` where the file has an error so far.
    #[must_use]
    pub fn policies(&mut self) -> Option<Policies> {
        let written = self.written_policies();
        self.compile(&written)
    }

    /// The policies as they are written, as far as they can be read.
    fn written_policies(&mut self) -> Vec<PolicyConfig> {
        let written = self.tables("policy", policies::read);
        let (configs, spans) = written.into_iter().unzip();
        self.places = Places(spans);
        configs
    }

    fn compile(&mut self, written: &[PolicyConfig]) -> Option<Policies> {
        if written.is_empty() && !self.faults.has_errors() {
            let reason = "there is no `[[policy]]`: every request is passed on untouched";
            self.report(Span::default(), Fault::note("no-policy", reason));
        }
        if let Some(span) = self.places.header(POLICIES_LIMIT) {
            let reason = format!("more than {POLICIES_LIMIT} policies; paths can share one");
            self.report(span, Fault::error("too-many-policies", reason));
            return None;
        }
        let certain = !self.faults.has_errors();
        let (policies, problems) = match Policies::new(written) {
            Ok((policies, notes)) => (Some(policies), notes),
            Err(problems) => (None, problems),
        };
        for problem in problems.iter() {
            // What could not be read leaves gaps, of which a note would speak wrongly.
            let fault = policies::fault(problem);
            if certain || fault.severity == crate::Severity::Error {
                self.faults.push(self.places.span(problem.place), fault);
            }
        }
        policies.filter(|_| certain)
    }

    /// Reads the table `[name]` of the file's top level, where it is there.
    pub fn table<T>(
        &mut self,
        name: &'static str,
        reader: impl FnOnce(&mut Section<'_>) -> T,
    ) -> Option<T> {
        self.top(|top| top.table(name, reader))
    }

    /// Reads each `[[name]]` of the file's top level.
    pub fn tables<T>(
        &mut self,
        name: &'static str,
        reader: impl FnMut(&mut Section<'_>) -> T,
    ) -> Vec<T> {
        self.top(|top| top.tables(name, reader))
    }

    /// Reports a fault that is seen only once tables have been read.
    pub fn report(&mut self, span: Span, fault: Fault) {
        self.faults.push(span, fault);
    }

    /// Where the policies stand that [`policies`](Self::policies) has read.
    #[must_use]
    pub const fn places(&self) -> &Places {
        &self.places
    }

    /// Everything that is wrong or worth knowing, in the order of the file.
    #[must_use]
    pub fn finish(self) -> Faults {
        self.faults.finish(self.text)
    }

    fn top<T>(&mut self, reader: impl FnOnce(&mut Section<'_>) -> T) -> T {
        section::peek(self.root.get_ref(), &mut self.faults, reader)
    }
}

#[cfg(test)]
mod tests;
