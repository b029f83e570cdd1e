//! `preflight policy`: a policy's problems; what it answers to one request, and why.

mod check;
mod explain;

use crate::console::Console;
use crate::exit::Exit;
use clap::ValueEnum;

/// A policy's problems; what it answers to one request, and why
#[derive(Debug, clap::Args)]
pub(crate) struct PolicyCommand {
    #[command(subcommand)]
    command: PolicyCommands,
}

/// What to do with a policy.
#[derive(Debug, clap::Subcommand)]
enum PolicyCommands {
    Check(check::PolicyCheckArgs),
    Explain(Box<explain::PolicyExplainArgs>),
}

/// The form of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// For a person at a terminal.
    #[default]
    Human,
    /// For programs: one JSON object.
    Json,
}

/// Runs the command.
pub(crate) fn run(args: &PolicyCommand, console: &mut Console) -> Exit {
    match &args.command {
        PolicyCommands::Check(args) => check::run(args, console),
        PolicyCommands::Explain(args) => explain::run(args, console),
    }
}
