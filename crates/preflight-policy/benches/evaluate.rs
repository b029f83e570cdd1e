//! What a decision costs, by the size of the policy and by what a client sends. `bench/inprocess.md`
//! has the same beside other middleware.

use divan::{AllocProfiler, Bencher, black_box};
use http::{HeaderMap, HeaderValue, Method};
use preflight_policy::{Action, MaxAge, Policies, PolicyConfig};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const SIZES: [usize; 4] = [1, 100, 10_000, 100_000];

fn policies(origins: Vec<String>, headers: usize) -> Policies {
    PolicyConfig {
        allow_origins: origins,
        allow_methods: vec!["PUT".to_owned(), "DELETE".to_owned()],
        allow_headers: (0..headers).map(|n| format!("x-header-{n:02}")).collect(),
        max_age: Some(MaxAge(600)),
        ..PolicyConfig::default()
    }
    .build()
    .expect("a policy without faults")
}

fn exact(count: usize) -> Policies {
    policies((0..count).map(|n| format!("https://app-{n}.example.com")).collect(), 1)
}

fn head(lines: &[(&'static str, &str)]) -> HeaderMap {
    let mut head = HeaderMap::new();
    for n in 0..10 {
        let name = http::HeaderName::try_from(format!("x-ordinary-{n}")).expect("a name");
        head.insert(name, HeaderValue::from_static("an ordinary value"));
    }
    for (name, value) in lines {
        head.append(*name, HeaderValue::try_from(*value).expect("a value"));
    }
    head
}

fn evaluate(bencher: Bencher<'_, '_>, policies: &Policies, method: &Method, head: &HeaderMap) {
    bencher.bench_local(|| policies.evaluate(black_box(method), "/cart", black_box(head)));
}

#[divan::bench]
fn not_cors(bencher: Bencher<'_, '_>) {
    evaluate(bencher, &exact(1), &Method::GET, &head(&[]));
}

#[divan::bench(args = SIZES)]
fn exact_last(bencher: Bencher<'_, '_>, count: usize) {
    let last = format!("https://app-{}.example.com", count - 1);
    evaluate(bencher, &exact(count), &Method::GET, &head(&[("origin", &last)]));
}

#[divan::bench(args = SIZES)]
fn exact_refused(bencher: Bencher<'_, '_>, count: usize) {
    evaluate(
        bencher,
        &exact(count),
        &Method::GET,
        &head(&[("origin", "https://evil.example.net")]),
    );
}

#[divan::bench(args = SIZES)]
fn subdomains_last(bencher: Bencher<'_, '_>, count: usize) {
    let policies =
        policies((0..count).map(|n| format!("https://*.team-{n}.example.com")).collect(), 1);
    let last = format!("https://a.b.team-{}.example.com", count - 1);
    evaluate(bencher, &policies, &Method::GET, &head(&[("origin", &last)]));
}

#[divan::bench(args = [16 << 10, 1 << 20])]
fn hostile_origin(bencher: Bencher<'_, '_>, bytes: usize) {
    let origin = format!("https://{}.example.com", "a.".repeat(bytes / 2));
    evaluate(bencher, &exact(100), &Method::GET, &head(&[("origin", &origin)]));
}

fn preflight(names: &str) -> HeaderMap {
    head(&[
        ("origin", "https://app-0.example.com"),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", names),
    ])
}

/// The names a policy allows, all but every `step`th.
fn names(count: usize, step: usize) -> String {
    let names = (0..count).filter(|n| n % step != step - 1).map(|n| format!("x-header-{n:02}"));
    names.collect::<Vec<_>>().join(",")
}

#[divan::bench(args = [1, 20])]
fn preflight_all_names(bencher: Bencher<'_, '_>, count: usize) {
    let policies = policies(vec!["https://app-0.example.com".to_owned()], count);
    let head = preflight(&names(count, usize::MAX));
    assert!(matches!(policies.evaluate(&Method::OPTIONS, "/", &head).action, Action::Answer(_)));
    evaluate(bencher, &policies, &Method::OPTIONS, &head);
}

#[divan::bench]
fn preflight_some_of_20_names(bencher: Bencher<'_, '_>) {
    let policies = policies(vec!["https://app-0.example.com".to_owned()], 20);
    evaluate(bencher, &policies, &Method::OPTIONS, &preflight(&names(20, 4)));
}

#[divan::bench(args = [16 << 10, 1 << 20])]
fn preflight_commas(bencher: Bencher<'_, '_>, bytes: usize) {
    evaluate(bencher, &exact(1), &Method::OPTIONS, &preflight(&",".repeat(bytes)));
}

#[divan::bench]
fn preflight_refused(bencher: Bencher<'_, '_>) {
    let head = head(&[("origin", "https://evil.com"), ("access-control-request-method", "PUT")]);
    evaluate(bencher, &exact(1), &Method::OPTIONS, &head);
}
