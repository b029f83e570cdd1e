use crate::reports;
use preflight_report::render::{Options, human, json, markdown};
use preflight_report::{Certainty, Layer, Report};
use serde_json::json;

const APART: &str = "OPTIONS was answered by nginx, GET by Express behind nginx";

/// nginx refuses the preflight; Express behind it answers the probe.
fn apart() -> Report {
    let mut report = reports::login();
    let probe = report.exchanges.len() - 1;
    let nginx = report.exchanges[0].layer.clone().unwrap();
    report.exchanges[probe].layer = Some(Layer {
        id: "express",
        name: "Express",
        certainty: Certainty::Likely,
        shown_by: "X-Powered-By: Express".to_owned(),
        behind: vec![nginx],
    });
    report.answered_apart = Some([0, probe]);
    report
}

#[test]
fn who_answered_what_stands_below_the_verdict() {
    let text = human::report(&apart(), &Options::default());
    assert!(text.contains(&format!("\nlayers   {APART}\n")), "{text}");
    assert!(text.contains("= answered by: nginx (Server: nginx/1.22.1), in front of Express\n"));
    assert!(markdown::report(&apart(), &Options::default()).contains(&format!("\n**{APART}.**\n")));
}

#[test]
fn programs_are_told_each_layer() {
    let value = json::report(&apart(), &Options::default());
    let nginx = json!({"id": "nginx", "certainty": "certain", "evidence": "Server: nginx/1.22.1", "name": "nginx"});
    let probe = apart().exchanges.len() - 1;
    assert_eq!(value["answered_apart"], json!({"preflight": 0, "other": probe, "text": APART}));
    assert_eq!(value["exchanges"][0]["layer"], nginx);
    assert_eq!(value["exchanges"][0]["through"], json!([]));
    assert_eq!(value["exchanges"][probe]["layer"]["id"], "express");
    assert_eq!(value["exchanges"][probe]["through"], json!([nginx]));
}

#[test]
fn one_layer_is_not_worth_a_line() {
    let report = reports::login();
    assert!(!human::report(&report, &Options::default()).contains("\nlayers "));
    assert_eq!(json::report(&report, &Options::default())["answered_apart"], json!(null));
}
