//! What the layer costs beside tower-http's: time and allocations of one call, its answer polled and
//! dropped. `bare` is the service without a layer, to be subtracted from what is no preflight.
//! `cargo bench -p preflight-tower`.

use divan::{AllocProfiler, Bencher, black_box};
use http::header::{
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, CONTENT_LENGTH, CONTENT_TYPE,
    HeaderName, ORIGIN,
};
use http::{HeaderValue, Method, Request, Response};
use preflight_tower::{CorsLayer, MaxAge, PolicyConfig};
use std::convert::Infallible;
use std::future::{Future as _, Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tower::{Layer as _, Service};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// The wrapped service: 200 with two headers.
#[derive(Clone)]
struct Handler;

impl Service<Request<()>> for Handler {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let mut response = Response::new(());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("1024"));
        ready(Ok(response))
    }
}

fn origin(index: usize) -> String {
    format!("https://app{index}.example.com")
}

const METHODS: [&str; 3] = ["GET", "PUT", "DELETE"];

fn names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("x-header-{index:02}")).collect()
}

fn ours(origins: usize, headers: usize) -> preflight_tower::Cors<Handler> {
    let config = PolicyConfig {
        allow_origins: (0..origins).map(origin).collect(),
        allow_methods: METHODS.map(str::to_owned).to_vec(),
        allow_headers: names(headers),
        max_age: Some(MaxAge(600)),
        ..PolicyConfig::default()
    };
    CorsLayer::new(config.build().unwrap()).layer(Handler)
}

fn theirs(origins: usize, headers: usize) -> tower_http::cors::Cors<Handler> {
    tower_http::cors::CorsLayer::new()
        .allow_origin(
            (0..origins).map(|i| origin(i).parse().unwrap()).collect::<Vec<HeaderValue>>(),
        )
        .allow_methods(METHODS.map(|method| method.parse::<Method>().unwrap()))
        .allow_headers(
            names(headers).iter().map(|name| name.parse().unwrap()).collect::<Vec<HeaderName>>(),
        )
        .max_age(Duration::from_secs(600))
        .layer(Handler)
}

/// What a request asks for.
#[derive(Clone, Copy)]
enum Asked {
    NotCors,
    /// Of the origin at this index.
    Actual(usize),
    /// For so many header names.
    Preflight(usize, usize),
}

fn request(asked: Asked) -> Request<()> {
    let mut request = Request::new(());
    let headers = request.headers_mut();
    for (name, value) in [
        ("host", "api.example.com"),
        ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0"),
        ("accept", "*/*"),
        ("accept-language", "en-US,en;q=0.9"),
        ("accept-encoding", "gzip, deflate, br, zstd"),
        ("referer", "https://app.example.com/"),
        ("sec-fetch-dest", "empty"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-site", "same-site"),
        ("connection", "keep-alive"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Asked::Actual(index) | Asked::Preflight(index, _) = asked {
        headers.insert(ORIGIN, origin(index).parse().unwrap());
    }
    if let Asked::Preflight(_, count) = asked {
        headers.insert(ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("PUT"));
        headers.insert(ACCESS_CONTROL_REQUEST_HEADERS, names(count).join(",").parse().unwrap());
        *request.method_mut() = Method::OPTIONS;
    }
    request
}

fn call<S>(mut service: S, asked: Asked, bencher: Bencher<'_, '_>)
where
    S: Service<Request<()>, Response = Response<()>, Error = Infallible>,
{
    let request = request(asked);
    bencher.with_inputs(|| request.clone()).bench_local_values(|request| {
        let future = pin!(service.call(black_box(request)));
        match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(response)) => drop(black_box(response)),
            Poll::Pending => unreachable!("the handler answers at once"),
        }
    });
}

/// One group per case, in each the same benchmarks.
fn both(bencher: Bencher<'_, '_>, layer: &str, asked: Asked, origins: usize, headers: usize) {
    match layer {
        "bare" => call(Handler, asked, bencher),
        "ours" => call(ours(origins, headers), asked, bencher),
        _ => call(theirs(origins, headers), asked, bencher),
    }
}

const LAYERS: [&str; 3] = ["bare", "ours", "tower-http"];
const ANSWERING: [&str; 2] = ["ours", "tower-http"];

#[divan::bench(args = LAYERS)]
fn a_not_cors(bencher: Bencher<'_, '_>, layer: &str) {
    both(bencher, layer, Asked::NotCors, 1, 1);
}

#[divan::bench(args = LAYERS)]
fn b_actual(bencher: Bencher<'_, '_>, layer: &str) {
    both(bencher, layer, Asked::Actual(0), 1, 1);
}

#[divan::bench(args = LAYERS)]
fn b_actual_refused(bencher: Bencher<'_, '_>, layer: &str) {
    both(bencher, layer, Asked::Actual(1), 1, 1);
}

#[divan::bench(args = LAYERS)]
fn d_actual_last_of_10_000_origins(bencher: Bencher<'_, '_>, layer: &str) {
    both(bencher, layer, Asked::Actual(9_999), 10_000, 1);
}

#[divan::bench(args = ANSWERING)]
fn f_preflight(bencher: Bencher<'_, '_>, layer: &str) {
    both(bencher, layer, Asked::Preflight(0, 1), 1, 1);
}

#[divan::bench(args = ANSWERING)]
fn f_preflight_refused(bencher: Bencher<'_, '_>, layer: &str) {
    both(bencher, layer, Asked::Preflight(1, 1), 1, 1);
}

#[divan::bench(args = ANSWERING)]
fn g_preflight_with_20_headers(bencher: Bencher<'_, '_>, layer: &str) {
    both(bencher, layer, Asked::Preflight(0, 20), 1, 20);
}

/// axum clones a route, and with it its layers, for every request.
#[divan::bench(args = LAYERS)]
fn k_clone_with_10_000_origins(bencher: Bencher<'_, '_>, layer: &str) {
    match layer {
        "bare" => bencher.bench_local(|| black_box(&Handler).clone()),
        "ours" => {
            let service = ours(10_000, 1);
            bencher.bench_local(|| black_box(&service).clone());
        }
        _ => {
            let service = theirs(10_000, 1);
            bencher.bench_local(|| black_box(&service).clone());
        }
    }
}
