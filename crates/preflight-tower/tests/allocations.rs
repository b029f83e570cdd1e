use crate::served::{APP, layer};
use allocation_counter::measure;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Request, Response};
use preflight_tower::PolicyConfig;
use std::convert::Infallible;
use std::future::{Future as _, Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use tower::{Layer as _, Service, service_fn};

/// A response with one header.
fn handler(_: Request<()>) -> Ready<Result<Response<()>, Infallible>> {
    let mut response = Response::new(());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    ready(Ok(response))
}

fn request(method: &str, headers: &[(&'static str, &'static str)]) -> Request<()> {
    let mut request = Request::builder().method(method).body(()).unwrap();
    for (name, value) in headers {
        // As a server has them: shared with the buffer that was read.
        let value = HeaderValue::from_maybe_shared(bytes::Bytes::from_static(value.as_bytes()));
        request.headers_mut().insert(*name, value.unwrap());
    }
    request
}

/// How many blocks a call allocates, until its response is there. The first call of its kind is not
/// counted: it makes what all later ones share.
fn allocations<S>(service: &mut S, request: Request<()>) -> u64
where
    S: Service<Request<()>, Response = Response<()>, Error = Infallible>,
{
    let mut call = |request| {
        let future = pin!(service.call(request));
        let response = future.poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(response, Poll::Ready(Ok(_))));
    };
    call(request.clone());
    measure(|| call(request)).count_total
}

#[test]
fn nothing_for_what_is_no_preflight_and_two_blocks_for_a_preflight() {
    let config = PolicyConfig {
        allow_origins: vec![APP.to_owned(), "https://*.example.org".to_owned()],
        allow_methods: vec!["PUT".to_owned()],
        allow_headers: vec!["x-a".to_owned(), "x-b".to_owned()],
        expose_headers: vec!["x-total".to_owned()],
        allow_credentials: true,
        ..PolicyConfig::default()
    };
    let mut bare = service_fn(handler);
    let mut cors = layer(config).layer(bare);
    for headers in [
        &[][..],
        &[("origin", APP)],
        &[("origin", "https://a.b.example.org")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ] {
        let own = allocations(&mut bare, request("GET", headers));
        assert_eq!(allocations(&mut cors, request("GET", headers)), own, "GET, {headers:?}");
        let options = allocations(&mut cors, request("OPTIONS", headers));
        assert_eq!(options, own, "OPTIONS, {headers:?}");
    }
    for (origin, method, names) in [
        (APP, "PUT", "x-a,x-b"),
        ("https://a.example.org", "PUT", "X-B, X-A"),
        (APP, "DELETE", "x-c"),
        ("https://evil.example", "PUT", "x-a"),
    ] {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", method),
            ("access-control-request-headers", names),
        ];
        let blocks = allocations(&mut cors, request("OPTIONS", &headers));
        assert!(blocks <= 2, "{blocks} for {headers:?}");
    }
}
