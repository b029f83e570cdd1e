//! `preflight targets`: for which servers a policy can be written down, and how that is proven.

use crate::console::Console;
use crate::exit::Exit;
use clap::ValueEnum;
use preflight_targets::TARGETS;
use preflight_targets::generate::{Lack, Proof};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The targets of `generate`, what each does otherwise than the policy, and how ours is proven
///
/// Exit code: 0.
#[derive(Debug, clap::Args)]
pub(crate) struct TargetsArgs {
    /// The form of the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

/// The form of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// For a person at a terminal.
    #[default]
    Human,
    /// For programs: one JSON object.
    Json,
}

/// Runs the command.
pub(crate) fn run(args: &TargetsArgs, console: &mut Console) -> Exit {
    let text = match args.format {
        Format::Human => human(),
        Format::Json => format!("{:#}\n", json()),
    };
    console.out(text.as_bytes());
    Exit::Allowed
}

fn human() -> String {
    let mut text = String::new();
    for target in TARGETS {
        let Some(generator) = &target.generator else { continue };
        let _ = writeln!(text, "{:20} {:28} {}", target.id, target.name, proof(generator.proof));
        for lack in generator.lacks {
            for (n, line) in textwrap::wrap(lack.text, 72).iter().enumerate() {
                let _ = writeln!(text, "    {} {line}", if n == 0 { '-' } else { ' ' });
            }
        }
    }
    text
}

const fn proof(proof: Proof) -> &'static str {
    match proof {
        Proof::RealServer => "run on the real server",
        Proof::Schema => "valid by its schema",
        Proof::Text => "by its documents",
    }
}

fn json() -> Value {
    let targets = TARGETS.iter().filter_map(|target| {
        let generator = target.generator.as_ref()?;
        let lack = |lack: &Lack| json!({ "behaviour": lack.behaviour.id(), "text": lack.text });
        Some(json!({
            "id": target.id,
            "name": target.name,
            "kind": target.kind.id(),
            "proof": generator.proof.id(),
            "cannot_express": generator.lacks.iter().map(lack).collect::<Vec<_>>(),
        }))
    });
    json!({ "targets": targets.collect::<Vec<_>>() })
}
