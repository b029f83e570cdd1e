//! The subjects over the types of the `http` crate.

use crate::{
    case::{Case, Origins, allowed_names},
    subject::Asked,
};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response,
    header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_LENGTH, CONTENT_TYPE},
};
use http_body_util::Full;
use preflight_policy::{Action, MaxAge, Policies, PolicyConfig};
use preflight_tower::CorsLayer;
use std::{
    convert::Infallible,
    future::{Future, Ready, ready},
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};
use tower_http::cors::AllowOrigin;
use tower_layer::Layer;
use tower_service::Service;

/// What a handler answers with.
type Body = Full<Bytes>;

/// The handler.
#[derive(Clone)]
struct Handler;

impl Service<Request<()>> for Handler {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        let mut response = Response::new(Body::from("{}"));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("2"));
        ready(Ok(response))
    }
}

pub(crate) fn bare(case: &Case) -> Box<dyn Asked> {
    Box::new(Stack { service: Handler, request: request(case) })
}

pub(crate) fn tower_http(case: &Case) -> Box<dyn Asked> {
    let origins = match case.origins {
        Origins::Exact(_) => {
            AllowOrigin::list(case.origins.list().into_iter().map(|origin| value(&origin)))
        }
        // There are no patterns: this is what its users write.
        Origins::Patterns(_) => {
            let ends = pattern_ends(case.origins);
            AllowOrigin::predicate(move |origin, _| is_below(&ends, origin.as_bytes()))
        }
    };
    let names = allowed_names(case.names).into_iter();
    let layer = tower_http::cors::CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::PUT, Method::DELETE])
        .allow_headers(names.map(|name| name.parse().expect("a name")).collect::<Vec<HeaderName>>())
        .max_age(Duration::from_secs(600));
    Box::new(Stack { service: layer.layer(Handler), request: request(case) })
}

pub(crate) fn ours(case: &Case) -> Box<dyn Asked> {
    let layer = CorsLayer::new(policies(case));
    Box::new(Stack { service: layer.layer(Handler), request: request(case) })
}

pub(crate) fn engine(case: &Case) -> Box<dyn Asked> {
    Box::new(Engine { policies: policies(case), request: request(case) })
}

fn policies(case: &Case) -> Policies {
    let config = PolicyConfig {
        allow_origins: case.origins.list(),
        allow_methods: ["GET", "PUT", "DELETE"].map(str::to_owned).into(),
        allow_headers: allowed_names(case.names),
        max_age: Some(MaxAge(600)),
        ..PolicyConfig::default()
    };
    config.build().expect("a policy without problems")
}

/// Scheme and suffix of each pattern.
pub(crate) fn pattern_ends(origins: Origins) -> Vec<(String, String)> {
    let split = |pattern: String| {
        let (scheme, suffix) = pattern.split_once('*').expect("a pattern has a wildcard");
        (scheme.to_owned(), suffix.to_owned())
    };
    origins.list().into_iter().map(split).collect()
}

/// Whether one of the patterns allows the origin.
pub(crate) fn is_below(ends: &[(String, String)], origin: &[u8]) -> bool {
    ends.iter().any(|(scheme, suffix)| {
        origin.starts_with(scheme.as_bytes()) && origin.ends_with(suffix.as_bytes())
    })
}

fn request(case: &Case) -> Request<()> {
    let ask = case.ask();
    let mut request = Request::builder().method(ask.method).uri("/api/items");
    for (name, text) in ask.headers {
        request = request.header(name, value(&text));
    }
    request.body(()).expect("a request")
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_bytes(text.as_bytes()).expect("a value")
}

/// A service, and the request that it is asked.
struct Stack<S> {
    service: S,
    request: Request<()>,
}

impl<S> Stack<S>
where
    S: Service<Request<()>, Response = Response<Body>, Error = Infallible>,
{
    #[inline]
    fn ask(service: &mut S, request: Request<()>) -> Response<Body> {
        let response = pin!(service.call(request));
        match response.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(response)) => response,
            Poll::Pending => panic!("nothing here waits"),
        }
    }
}

impl<S> Asked for Stack<S>
where
    S: Service<Request<()>, Response = Response<Body>, Error = Infallible>,
{
    fn batch(&mut self, count: usize) -> Box<dyn FnOnce() + '_> {
        let requests = vec![self.request.clone(); count];
        let service = &mut self.service;
        Box::new(move || {
            for request in requests {
                drop(black_box(Self::ask(service, request)));
            }
        })
    }

    fn allowed_origin(&mut self) -> Option<String> {
        allowed_origin(Self::ask(&mut self.service, self.request.clone()).headers())
    }
}

/// A policy, and the request on which it decides.
struct Engine {
    policies: Policies,
    request: Request<()>,
}

impl Asked for Engine {
    fn batch(&mut self, count: usize) -> Box<dyn FnOnce() + '_> {
        Box::new(move || {
            for _ in 0..count {
                let request = black_box(&self.request);
                let path = request.uri().path();
                drop(black_box(self.policies.evaluate(request.method(), path, request.headers())));
            }
        })
    }

    fn allowed_origin(&mut self) -> Option<String> {
        let Engine { policies, request } = self;
        let path = request.uri().path();
        match policies.evaluate(request.method(), path, request.headers()).action {
            Action::Answer(answer) => allowed_origin(&answer.headers),
            Action::Forward(edits) => {
                let mut headers = HeaderMap::new();
                edits.apply(&mut headers);
                allowed_origin(&headers)
            }
        }
    }
}

fn allowed_origin(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(ACCESS_CONTROL_ALLOW_ORIGIN)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
