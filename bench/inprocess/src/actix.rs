//! The subjects over actix's own types.

use crate::{
    case::{Case, Origins, allowed_names},
    subject::Asked,
    tower::{is_below, pattern_ends},
};
use actix_cors::Cors;
use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform, fn_service},
    http::{
        Method,
        header::{
            ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue,
        },
    },
    test::TestRequest,
};
use std::{
    future::{Future, Ready, ready},
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
};

pub(crate) fn bare(case: &Case) -> Box<dyn Asked> {
    Box::new(Stack { service: handler(), ask: Ask::of(case) })
}

pub(crate) fn cors(case: &Case) -> Box<dyn Asked> {
    let mut cors = Cors::default();
    match case.origins {
        Origins::Exact(_) => {
            for origin in case.origins.list() {
                cors = cors.allowed_origin(&origin);
            }
        }
        // There are no patterns: this is what its users write.
        Origins::Patterns(_) => {
            let ends = pattern_ends(case.origins);
            cors = cors.allowed_origin_fn(move |origin, _| is_below(&ends, origin.as_bytes()));
        }
    }
    let cors = cors
        .allowed_methods([Method::GET, Method::PUT, Method::DELETE])
        .allowed_headers(allowed_names(case.names))
        .max_age(600);
    let service = now(cors.new_transform(handler()));
    let Ok(service) = service else { panic!("actix-cors accepts its configuration") };
    Box::new(Stack { service, ask: Ask::of(case) })
}

fn handler() -> impl Service<ServiceRequest, Response = ServiceResponse, Error = Error> {
    fn answer(request: ServiceRequest) -> Ready<Result<ServiceResponse, Error>> {
        let mut response = HttpResponse::Ok();
        response.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")));
        response.insert_header((CONTENT_LENGTH, HeaderValue::from_static("2")));
        ready(Ok(request.into_response(response.body("{}"))))
    }
    let factory = fn_service(answer);
    match now(actix_web::dev::ServiceFactory::new_service(&factory, ())) {
        Ok(service) => service,
        Err(()) => panic!("a function is a service"),
    }
}

/// What does not wait.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}

/// The request of a case.
struct Ask {
    method: Method,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Ask {
    fn of(case: &Case) -> Ask {
        let ask = case.ask();
        let header = |(name, value): (&'static str, String)| {
            let value = HeaderValue::from_str(&value).expect("a value");
            (HeaderName::from_static(name), value)
        };
        Ask {
            method: ask.method.parse().expect("a method"),
            headers: ask.headers.into_iter().map(header).collect(),
        }
    }

    fn request(&self) -> ServiceRequest {
        let mut request = TestRequest::with_uri("/api/items").method(self.method.clone());
        for header in &self.headers {
            request = request.insert_header(header.clone());
        }
        request.to_srv_request()
    }
}

/// A service, and the request that it is asked.
struct Stack<S> {
    service: S,
    ask: Ask,
}

impl<S, B> Asked for Stack<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    fn batch(&mut self, count: usize) -> Box<dyn FnOnce() + '_> {
        let requests: Vec<_> = (0..count).map(|_| self.ask.request()).collect();
        let service = &self.service;
        Box::new(move || {
            for request in requests {
                drop(black_box(now(service.call(request))));
            }
        })
    }

    fn allowed_origin(&mut self) -> Option<String> {
        let response = now(self.service.call(self.ask.request())).ok()?;
        let value = response.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN)?;
        Some(value.to_str().ok()?.to_owned())
    }
}
