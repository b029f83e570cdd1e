//! `preflight check` on real servers: for every setup in `conformance/servers/`, the cause named first
//! is the setup's, and the layer is the server. Those with a fix are left to the closed loop, which
//! begins with the same.

use conformance::gateway::preflight;
use conformance::real_server::{Running, Setup};
use serde_json::Value;
use std::process::Command;

fn check(setup: &Setup, server: &Running) -> Result<(), String> {
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
    let here = |setup: &Setup| !setup.is_curable() || setup.apart.is_some();
    let setups: Vec<Setup> = Setup::all().into_iter().filter(here).collect();
    assert!(setups.len() >= 15, "setups are missing");
    let (count, mut wrong) = (setups.len(), Vec::new());
    for group in Setup::in_groups(setups) {
        let running = Running::start_all(&group);
        wrong.extend(group.iter().zip(&running).filter_map(|(s, server)| check(s, server).err()));
    }
    assert!(wrong.is_empty(), "{} of {count} setups\n{}", wrong.len(), wrong.join("\n\n"));
}
