//! `preflight targets`: for which servers a policy can be written down, and how that is proven.

use crate::console::Console;
use crate::exit::Exit;
use clap::ValueEnum;
use preflight_targets::TARGETS;
use preflight_targets::generate::{Lack, Proof};
use preflight_targets::proven::{Cured, Equivalence, cured, equivalences};
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
        if let Some(shown) = shown(target.id) {
            let _ = writeln!(text, "    {shown}");
        }
        for lack in generator.lacks {
            for (n, line) in textwrap::wrap(lack.text, 72).iter().enumerate() {
                let _ = writeln!(text, "    {} {line}", if n == 0 { '-' } else { ' ' });
            }
        }
    }
    text
}

/// What running it has shown.
fn shown(target: &str) -> Option<String> {
    let cases: usize = runs(target).map(|run| run.cases).sum();
    let ways: usize = cured_on(target).map(|cured| cured.ways).sum();
    (cases > 0)
        .then(|| format!("{cases} outcomes as the policy means, {ways} broken set-ups cured"))
}

fn runs(target: &str) -> impl Iterator<Item = Equivalence> {
    equivalences().filter(move |run| run.target == target)
}

fn cured_on(target: &str) -> impl Iterator<Item = Cured> {
    cured().filter(move |cured| cured.target == target)
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
        let run = |run: Equivalence| {
            json!({ "variant": run.variant, "policies": run.policies,
                "approximations": run.approximations, "cases": run.cases })
        };
        let cured = |cured: Cured| json!({ "cause": cured.cause, "ways": cured.ways });
        Some(json!({
            "id": target.id,
            "name": target.name,
            "kind": target.kind.id(),
            "proof": generator.proof.id(),
            "runs": runs(target.id).map(run).collect::<Vec<_>>(),
            "cured": cured_on(target.id).map(cured).collect::<Vec<_>>(),
            "cannot_express": generator.lacks.iter().map(lack).collect::<Vec<_>>(),
        }))
    });
    json!({ "targets": targets.collect::<Vec<_>>() })
}
