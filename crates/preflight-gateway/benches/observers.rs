//! What recording a request costs on its road.

use divan::{Bencher, black_box};
use http::{HeaderValue, Method, StatusCode, Version};
use preflight_gateway::access_log::{AccessLog, AccessLogFormat, AccessLogTarget};
use preflight_gateway::decisions::Decisions;
use preflight_gateway::metrics::Metrics;
use preflight_gateway::rate_limit::{Rate, RateLimit};
use preflight_gateway::record::{Observer, Record};
use preflight_gateway::settings::Admission as _;
use preflight_policy::{Ruling, Verdict};
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

fn record(origin: &HeaderValue) -> Record<'_> {
    Record {
        peer: ([192, 0, 2, 1], 4711).into(),
        method: &Method::GET,
        target: "/users?page=2",
        version: Version::HTTP_11,
        origin: Some(origin),
        preflight: None,
        ruling: Ruling { policy: Some(0), verdict: Verdict::Allowed { entry: 0 } },
        shadow: None,
        status: StatusCode::OK,
        upstream: Some("http://127.0.0.1:3000"),
        failure: None,
        to_first_byte: Duration::from_micros(1_500),
        duration: Duration::from_micros(2_250),
        sent: 12,
    }
}

fn observe(bencher: Bencher<'_, '_>, observer: &dyn Observer) {
    let origin = HeaderValue::from_static("https://app.example.com");
    bencher.bench_local(|| observer.finished(black_box(&record(&origin))));
}

#[divan::bench]
fn metrics(bencher: Bencher<'_, '_>) {
    observe(bencher, &Metrics::default());
}

#[divan::bench]
fn decisions(bencher: Bencher<'_, '_>) {
    observe(bencher, &Decisions::default());
}

#[divan::bench(args = [AccessLogFormat::Json, AccessLogFormat::Text])]
fn access_log(bencher: Bencher<'_, '_>, format: AccessLogFormat) {
    let target = AccessLogTarget::File("/dev/null".into());
    observe(bencher, &AccessLog::open(target, format).expect("a log"));
}

#[divan::bench]
fn rate_limit(bencher: Bencher<'_, '_>) {
    let limit = RateLimit::new(Rate { per_second: 1_000_000, burst: 1_000_000 }, Instant::now());
    let peer = [192, 0, 2, 1].into();
    bencher.bench_local(|| limit.admit(black_box(peer), Instant::now()));
}
