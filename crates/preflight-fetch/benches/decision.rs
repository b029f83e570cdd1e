//! What a decision costs: everything but the network.

use divan::{AllocProfiler, Bencher, black_box};
use preflight_fetch::{
    Body, Browser, Fetch, HttpResponse, Next, Origin, Profile, Request, RequestInit, Url,
};
use std::time::SystemTime;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const NOW: SystemTime = SystemTime::UNIX_EPOCH;
const BROWSERS: [Browser; 4] = Browser::ALL;

fn main() {
    divan::main();
}

/// A PUT of JSON with a token, from another origin.
fn put() -> Request {
    let init = RequestInit {
        method: "PUT".to_owned(),
        headers: vec![
            ("Authorization".to_owned(), b"Bearer abcdefgh".to_vec()),
            ("Content-Type".to_owned(), b"application/json".to_vec()),
        ],
        body: Some(Body::Bytes(br#"{"quantity":2}"#.to_vec())),
        ..RequestInit::default()
    };
    request("https://api.example/cart/17", init)
}

fn request(url: &str, init: RequestInit) -> Request {
    let origin: Origin = "https://shop.example".parse().expect("an origin");
    Request::new(Url::parse(url).expect("a URL"), origin, init).expect("a request")
}

fn preflight_answer() -> HttpResponse {
    HttpResponse::new(204)
        .with("Access-Control-Allow-Origin", "https://shop.example")
        .with("Access-Control-Allow-Methods", "GET, PUT, DELETE")
        .with("Access-Control-Allow-Headers", "authorization, content-type")
        .with("Access-Control-Max-Age", "600")
}

fn answer() -> HttpResponse {
    HttpResponse::new(200)
        .with("Content-Type", "application/json")
        .with("Access-Control-Allow-Origin", "https://shop.example")
        .with("Access-Control-Expose-Headers", "x-request-id")
        .with("X-Request-Id", "4711")
}

/// Runs a fetch to its end with these answers, in order.
fn run(
    request: Request,
    browser: Browser,
    answers: impl IntoIterator<Item = HttpResponse>,
) -> Fetch {
    let mut profile = Profile::default();
    let mut fetch = Fetch::new(request, browser);
    for answer in answers {
        assert!(matches!(fetch.next(&mut profile, NOW), Next::Send(_)));
        fetch.receive(Ok(answer), &mut profile, NOW);
    }
    let Next::Done(outcome) = fetch.next(&mut profile, NOW) else { panic!("it is not over") };
    assert!(!black_box(outcome).is_network_error());
    fetch
}

/// The whole decision for a preflighted request: plan, preflight check, response check, outcome.
#[divan::bench(args = BROWSERS, sample_size = 64)]
fn preflighted_put(bencher: Bencher, browser: Browser) {
    bencher
        .with_inputs(|| (put(), [preflight_answer(), answer()]))
        .bench_values(|(request, answers)| run(request, browser, answers));
}

/// The same for a GET without a preflight.
#[divan::bench(args = BROWSERS, sample_size = 64)]
fn simple_get(bencher: Bencher, browser: Browser) {
    bencher
        .with_inputs(|| (request("https://api.example/cart", RequestInit::default()), [answer()]))
        .bench_values(|(request, answers)| run(request, browser, answers));
}

/// The plan alone: whether a preflight is needed, and what it says.
#[divan::bench(sample_size = 64)]
fn plan(bencher: Bencher) {
    bencher.with_inputs(|| (put(), Profile::default())).bench_values(|(request, mut profile)| {
        let mut fetch = Fetch::new(request, Browser::Standard);
        assert!(matches!(fetch.next(&mut profile, NOW), Next::Send(_)));
        fetch
    });
}

/// A preflight that is refused, console lines included.
#[divan::bench(args = BROWSERS, sample_size = 64)]
fn refused_preflight(bencher: Bencher, browser: Browser) {
    bencher.with_inputs(put).bench_values(|request| {
        let mut profile = Profile::default();
        let mut fetch = Fetch::new(request, browser);
        assert!(matches!(fetch.next(&mut profile, NOW), Next::Send(_)));
        fetch.receive(Ok(HttpResponse::new(401)), &mut profile, NOW);
        assert!(matches!(fetch.next(&mut profile, NOW), Next::Done(_)));
        fetch
    });
}

/// `new Request(url, init)`: the guards and the method.
#[divan::bench(sample_size = 64)]
fn new_request(bencher: Bencher) {
    bencher
        .with_inputs(|| {
            let init = RequestInit {
                method: "put".to_owned(),
                headers: vec![("Authorization".to_owned(), b"Bearer abcdefgh".to_vec())],
                ..RequestInit::default()
            };
            let url = Url::parse("https://api.example/cart/17").expect("a URL");
            (url, "https://shop.example".parse::<Origin>().expect("an origin"), init)
        })
        .bench_values(|(url, origin, init)| Request::new(url, origin, init));
}

/// What it costs to fork a fetch in the middle.
#[divan::bench(sample_size = 64)]
fn clone_waiting_fetch(bencher: Bencher) {
    let mut profile = Profile::default();
    let mut fetch = Fetch::new(put(), Browser::Standard);
    assert!(matches!(fetch.next(&mut profile, NOW), Next::Send(_)));
    bencher.bench_local(|| fetch.clone());
}
