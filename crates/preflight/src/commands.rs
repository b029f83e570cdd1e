//! One file for each command.

mod check;
mod clinic;
mod explain;
mod fetch;
mod generate;
mod policy;
mod serve;
mod targets;
mod ui;

use crate::console::Console;
use crate::exit::Exit;

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Commands {
    Check(check::CheckArgs),
    Clinic(clinic::ClinicArgs),
    Explain(explain::ExplainArgs),
    Fetch(fetch::FetchArgs),
    Generate(generate::GenerateArgs),
    Policy(policy::PolicyCommand),
    Serve(serve::ServeArgs),
    Targets(targets::TargetsArgs),
    Ui(ui::UiArgs),
}

impl Commands {
    pub(crate) fn run(self, console: &mut Console) -> Exit {
        match self {
            Self::Check(args) => check::run(&args, console),
            Self::Clinic(args) => clinic::run(&args, console),
            Self::Explain(args) => explain::run(&args, console),
            Self::Fetch(args) => fetch::run(&args, console),
            Self::Generate(args) => generate::run(&args, console),
            Self::Policy(args) => policy::run(&args, console),
            Self::Serve(args) => serve::run(&args, console),
            Self::Targets(args) => targets::run(&args, console),
            Self::Ui(args) => ui::run(&args, console),
        }
    }
}
