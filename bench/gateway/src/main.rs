//! The gateways side by side: the same CORS job, one core and one worker each, the load and the
//! upstream on the other core. `bench/gateway/run` installs what this needs, and builds and runs it.
//!
//! Each round measures every gateway in turn; the ones that are not measured are stopped. What else
//! used the machine meanwhile is measured too, and a measurement that was disturbed is repeated.

mod check;
mod configs;
mod goals;
mod load;
mod machine;
mod measure;
mod memory;
mod peers;
mod plan;
mod process;
mod table;

use clap::Parser;
use std::{path::PathBuf, process::ExitCode};

/// Why a benchmark could not be made.
type Error = Box<dyn std::error::Error>;

/// Measures gateways side by side and prints a Markdown table
#[derive(Parser)]
#[command(name = "bench/gateway/run", help_expected = true)]
pub(crate) struct Args {
    /// Two rounds of one second, for a first look while something is being changed
    #[arg(long)]
    quick: bool,
    /// Which to measure; nginx always is, since the others are compared with it
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    only: Vec<String>,
    /// Which cases to measure: preflight, actual, many, memory
    #[arg(long, value_delimiter = ',', value_name = "CASE", default_values = plan::CASES)]
    cases: Vec<String>,
    /// Write the tables there too
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The programs: the folder that holds `preflight`
    #[arg(long, value_name = "FOLDER")]
    ours: PathBuf,
    /// The programs: the folder that holds `bench-pingora` and `raw`
    #[arg(long, value_name = "FOLDER")]
    built: PathBuf,
    /// The programs: the folder that holds `caddy`, `envoy` and `traefik`
    #[arg(long, value_name = "FOLDER")]
    venv: PathBuf,
}

fn main() -> ExitCode {
    match plan::run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
