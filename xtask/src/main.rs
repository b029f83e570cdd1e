//! The chores of the workspace: `cargo x <chore>`.
//!
//! A chore that checks prints what it looked at, then one line per problem, and exits 1 when there
//! is one; exit 2 says that it could not look.

mod budgets;
mod differential;
mod docs;
mod docs_cli;
mod docs_reference;
mod docs_targets;
mod layers;
mod licenses;
mod new_cause;
mod screenshots;
mod spec;
mod workspace;

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// What a chore found wrong, a line each; empty when all is well.
type Problems = Vec<String>;

/// Why a chore could not look at all.
type Error = Box<dyn std::error::Error>;

#[derive(Parser)]
#[command(bin_name = "cargo x", about = "The chores of the workspace", help_expected = true)]
struct Args {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Check that no source file has grown too long, or has a name that says nothing
    Budgets,
    /// Hold generated cases in a real browser against the model; print each disagreement, shrunk
    ///
    /// `--engine chromium|firefox|webkit`, `--cases N`, `--seed S`; `--case INDEX` plays one case of
    /// the seed and `--file FILE` those of a file, and print all that was seen. What is printed can
    /// be pasted into a file of conformance/cases
    #[command(disable_help_flag = true)]
    Differential {
        /// What the program of the crate `conformance` takes; `--help` lists it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENT")]
        arguments: Vec<String>,
    },
    /// Write the derived documents, or check that they are current
    Docs {
        /// Write nothing; fail when a document is not what would be written
        #[arg(long)]
        check: bool,
    },
    /// Check the dependencies between our crates against the table in ARCHITECTURE.md
    Layers,
    /// Check licences, sources and bans of all dependencies against deny.toml
    Licenses,
    /// Scaffold a cause: its page, its finder, and its two lines in the list
    NewCause {
        /// The id, lower case with hyphens, as in `auth-before-cors`
        id: String,
        /// The cause that is reported before it, and whose rank it shares
        #[arg(long, value_name = "ID")]
        after: String,
    },
    /// Take the pictures of the workbench that the documents show, into docs/images
    ///
    /// `--view VIEW` takes those of one view only
    #[command(disable_help_flag = true)]
    Screenshots {
        /// What the program of the crate `conformance` takes; `--help` lists it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENT")]
        arguments: Vec<String>,
    },
    /// Check the places in the Fetch standard that our code cites
    Spec {
        /// A copy of the standard's source, fetch.bs, to hold the index of algorithms against
        #[arg(long, value_name = "FILE")]
        source: Option<PathBuf>,
        /// Write the index from the source
        #[arg(long, requires = "source")]
        write: bool,
        /// The commit of whatwg/fetch that the source was taken from, when the pin moves
        #[arg(long, value_name = "SHA", requires = "write")]
        commit: Option<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Args::parse().chore {
        Chore::Budgets => budgets::check(),
        Chore::Differential { arguments } => differential::run(&arguments),
        Chore::Docs { check } => docs::run(check),
        Chore::Layers => layers::check(),
        Chore::Licenses => licenses::check(),
        Chore::NewCause { id, after } => new_cause::scaffold(&id, &after),
        Chore::Screenshots { arguments } => screenshots::take(&arguments),
        Chore::Spec { source: None, .. } => spec::check_citations(),
        Chore::Spec { source: Some(source), write: true, commit } => spec::write(&source, commit),
        Chore::Spec { source: Some(source), .. } => spec::compare(&source),
    };
    match outcome {
        Ok(problems) if problems.is_empty() => ExitCode::SUCCESS,
        Ok(problems) => {
            for problem in problems {
                eprintln!("error: {problem}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;
    use clap::CommandFactory;

    #[test]
    fn every_argument_is_documented() {
        Args::command().debug_assert();
    }
}
