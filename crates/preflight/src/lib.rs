//! The command line of `preflight`. It is a library too, so that man pages, completions and the tables
//! in the documents are made from the same definitions.

mod commands;
mod configuration;
mod connection_args;
mod console;
mod event_loop;
mod exit;
mod flag_value;
mod policy_args;
mod policy_file;
mod policy_problems;
mod policy_source;
mod request_args;
mod target_args;
mod words;

use clap::{CommandFactory as _, Parser};
use commands::Commands;
use console::{Color, Console};
use std::process::ExitCode;

/// Why a browser blocks a cross-origin request, and what to change on this server
#[derive(Debug, Parser)]
#[command(name = "preflight", version, help_expected = true, arg_required_else_help = true)]
struct Cli {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    color: Color,

    #[command(subcommand)]
    command: Commands,
}

/// The definition of the command line.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Reads the command line, does what it says, and returns the exit code: 0 allowed, 1 blocked, 2 a
/// usage error, 3 could not tell.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse_from(words::joined(&Cli::command(), std::env::args_os().collect()));
    let mut console = Console::new(cli.color);
    cli.command.run(&mut console).into()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        super::command().debug_assert();
    }
}
