//! `preflight check` on real servers: for every setup in `conformance/servers/`, the cause named first
//! is the setup's, and the layer is the server.

use conformance::real_server::{Running, Setup};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

/// The binary under test, beside this test's own: `./test` builds it first.
pub(crate) fn preflight() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let binary = test.ancestors().nth(2).expect("the folder of the profile").join("preflight");
    assert!(binary.exists(), "{} is missing: cargo build --release comes first", binary.display());
    binary
}

fn check(setup: &Setup) -> Result<(), String> {
    let server = Running::start(setup);
    let run = |arguments: &str| {
        let arguments = arguments.replace("{url}", &server.url);
        Command::new(preflight())
            .args(["check", "--format", "json"])
            .args(arguments.split_whitespace())
            .output()
            .map_err(|e| e.to_string())
    };
    if let Some(before) = &setup.before {
        run(before)?;
    }
    let output = run(&format!("--origin http://localhost:3000 {}", setup.check))?;
    let report: Value = serde_json::from_slice(&output.stdout)
        .map_err(|e| format!("{e}: {}", String::from_utf8_lossy(&output.stderr)))?;
    let cause = report["causes"][0]["id"].as_str().unwrap_or("none");
    let layer = report["target"]["id"].as_str().unwrap_or("none");
    let apart = report["answered_apart"]["text"].as_str();
    let expected = (setup.cause.as_str(), setup.layer.as_str());
    let apart_as_expected = setup.apart.is_none() || setup.apart.as_deref() == apart;
    if (cause, layer) == expected && apart_as_expected && output.status.code() == Some(1) {
        println!("{:8} {:40} {cause}, {layer}", setup.server.id, setup.name);
        return Ok(());
    }
    Err(format!(
        "{} {}: found {cause} on {layer} ({apart:?}), expected {} on {} ({:?})\n{report:#}",
        setup.server.id, setup.name, expected.0, expected.1, setup.apart
    ))
}

#[test]
fn every_broken_setup_is_diagnosed() {
    let setups = Setup::all();
    assert!(setups.len() >= 50, "setups are missing");
    let wrong: Vec<String> = setups.iter().filter_map(|setup| check(setup).err()).collect();
    assert!(wrong.is_empty(), "{} of {} setups\n{}", wrong.len(), setups.len(), wrong.join("\n\n"));
}
