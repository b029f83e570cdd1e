use super::Metrics;
use crate::failure::Failure;
use crate::health::{CheckSettings, Health};
use crate::record::sample::record;
use crate::record::{Observer as _, Record};
use http::{Method, StatusCode};
use preflight_policy::{Ruling, Verdict};
use std::sync::Arc;
use std::time::Instant;

fn ruling(policy: Option<usize>, verdict: Verdict) -> Ruling {
    Ruling { policy, verdict }
}

/// The lines of values above zero that are no histogram's.
fn counted(metrics: &Arc<Metrics>) -> Vec<String> {
    let is_counted =
        |line: &&str| !line.starts_with('#') && !line.contains("_seconds") && !line.ends_with(" 0");
    metrics.text().lines().filter(is_counted).map(str::to_owned).collect()
}

#[test]
fn each_kind_is_counted_under_its_labels() {
    let metrics = Arc::new(Metrics::default());
    metrics.connected();
    metrics.connected();
    metrics.disconnected();
    metrics.finished(&record("/", None));
    metrics.finished(&Record {
        method: &Method::OPTIONS,
        ruling: ruling(Some(40), Verdict::OriginNotListed),
        shadow: Some(ruling(Some(2), Verdict::PreflightAllowed { entry: 7 })),
        status: StatusCode::FORBIDDEN,
        ..record("/", None)
    });
    metrics.finished(&Record {
        ruling: ruling(None, Verdict::NoPolicy),
        shadow: Some(ruling(Some(2), Verdict::OriginNull)),
        status: StatusCode::BAD_GATEWAY,
        failure: Some(Failure::ConnectFailed),
        ..record("/", None)
    });
    metrics.reloaded(true);
    metrics.reloaded(false);
    metrics.watch_lines_dropped(|| 5);
    let (good, bad) =
        (Arc::new(Health::new(Instant::now())), Arc::new(Health::new(Instant::now())));
    bad.checked(false, &CheckSettings { unhealthy_after: 1, ..Default::default() });
    metrics.watch_upstreams(vec![("http://a".to_owned(), good), ("b\"\n".to_owned(), bad)]);
    assert_eq!(
        counted(&metrics),
        [
            r#"preflight_requests_total{status="2xx",method="read"} 1"#,
            r#"preflight_requests_total{status="4xx",method="options"} 1"#,
            r#"preflight_requests_total{status="5xx",method="read"} 1"#,
            r#"preflight_decisions_total{policy="0",verdict="allowed"} 1"#,
            r#"preflight_decisions_total{policy="more",verdict="origin-not-listed"} 1"#,
            r#"preflight_decisions_total{policy="none",verdict="no-policy"} 1"#,
            r#"preflight_shadow_decisions_total{would="allow",verdict="preflight-allowed"} 1"#,
            r#"preflight_shadow_decisions_total{would="deny",verdict="origin-null"} 1"#,
            r#"preflight_failures_total{kind="connect-failed"} 1"#,
            r#"preflight_reloads_total{result="applied"} 1"#,
            r#"preflight_reloads_total{result="refused"} 1"#,
            "preflight_connections_total 2",
            "preflight_connections_open 1",
            r#"preflight_upstream_healthy{upstream="http://a"} 1"#,
            "preflight_access_log_dropped_total 5",
        ]
    );
    assert!(metrics.text().contains(r#"preflight_upstream_healthy{upstream="b\"\n"} 0"#));
}

#[test]
fn histograms_add_up_and_the_page_ends_as_the_format_wants() {
    let metrics = Arc::new(Metrics::default());
    metrics.finished(&record("/", None));
    let text = metrics.text();
    assert!(text.contains("# TYPE preflight_first_byte_seconds histogram\n"), "{text}");
    assert!(text.contains("preflight_request_duration_seconds_sum 0.00225\n"), "{text}");
    assert!(text.contains("preflight_request_duration_seconds_bucket{le=\"0.001\"} 0\n"), "{text}");
    assert!(
        text.contains("preflight_request_duration_seconds_bucket{le=\"0.0025\"} 1\n"),
        "{text}"
    );
    assert!(text.contains("preflight_request_duration_seconds_bucket{le=\"+Inf\"} 1\n"), "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
}
