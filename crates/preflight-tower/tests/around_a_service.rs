use crate::served::{APP, EVIL, config, get, layer, preflight, said};
use http::{Request, Response};
use preflight_tower::{Cors, CorsLayer, ResponseFuture};
use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use tower::limit::ConcurrencyLimit;
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

/// Wants to be found ready before each call, as a service with reservations does. A clone has no
/// reservation.
#[derive(Default)]
struct Reserved {
    ready: bool,
    calls: usize,
}

impl Clone for Reserved {
    fn clone(&self) -> Self {
        Self { ready: false, calls: self.calls }
    }
}

impl Service<Request<&'static str>> for Reserved {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<&'static str>) -> Self::Future {
        assert!(self.ready, "called without a reservation");
        self.ready = false;
        self.calls += 1;
        ready(Ok(Response::default()))
    }
}

#[tokio::test]
async fn the_service_that_was_ready_is_the_one_called() {
    let mut cors = layer(config()).layer(Reserved::default());
    for _ in 0..3 {
        cors.ready().await.unwrap().call(get("/", APP)).await.unwrap();
    }
    assert_eq!(cors.get_ref().calls, 3);
    cors.clone().oneshot(get("/", APP)).await.unwrap();
}

#[tokio::test]
async fn a_preflight_never_reaches_the_service_and_everything_else_does() {
    let mut cors = layer(config()).layer(Reserved::default());
    for origin in [APP, EVIL, "null", "*", ""] {
        cors.ready().await.unwrap().call(preflight("/", origin, "PUT")).await.unwrap();
    }
    assert_eq!(cors.get_ref().calls, 0);
    for request in [
        crate::served::request("OPTIONS", "*", &[]),
        crate::served::request("OPTIONS", "/", &[("origin", APP)]),
        crate::served::request("OPTIONS", "/", &[("access-control-request-method", "PUT")]),
        crate::served::request(
            "GET",
            "/",
            &[("origin", APP), ("access-control-request-method", "PUT")],
        ),
        crate::served::request(
            "options",
            "/",
            &[("origin", APP), ("access-control-request-method", "PUT")],
        ),
    ] {
        let before = cors.get_ref().calls;
        cors.ready().await.unwrap().call(request.clone()).await.unwrap();
        assert_eq!(cors.get_ref().calls, before + 1, "{request:?}");
    }
}

#[tokio::test]
async fn an_answered_preflight_leaves_a_reserved_place_to_the_next_request() {
    let mut cors = layer(config()).layer(ConcurrencyLimit::new(Reserved::default(), 1));
    for _ in 0..3 {
        cors.ready().await.unwrap().call(preflight("/", APP, "PUT")).await.unwrap();
    }
    cors.ready().await.unwrap().call(get("/", APP)).await.unwrap();
    drop(cors.clone());
    cors.ready().await.unwrap().call(get("/", APP)).await.unwrap();
    // A clone that answered a preflight and went away holds no place either.
    let mut clone = cors.clone();
    clone.ready().await.unwrap().call(preflight("/", APP, "PUT")).await.unwrap();
    drop(clone);
    cors.oneshot(get("/", APP)).await.unwrap();
}

#[test]
fn it_is_not_ready_before_the_service_is() {
    let limit = ConcurrencyLimit::new(Reserved::default(), 1);
    let mut cors = layer(config()).layer(limit.clone());
    let mut holder = limit;
    let mut context = Context::from_waker(Waker::noop());
    let ready = |service: &mut ConcurrencyLimit<Reserved>, context: &mut Context<'_>| {
        service.poll_ready(context).is_ready()
    };
    assert!(ready(&mut holder, &mut context));
    assert!(cors.poll_ready(&mut context).is_pending());
    drop(holder);
    assert!(cors.poll_ready(&mut context).is_ready());
}

#[tokio::test]
async fn a_failure_of_the_service_passes_through() {
    let failing = service_fn(|_: Request<&str>| ready(Err::<Response<()>, _>("no upstream")));
    let cors = layer(config()).layer(failing);
    assert_eq!(cors.clone().oneshot(get("/", APP)).await.unwrap_err(), "no upstream");
    assert_eq!(cors.oneshot(preflight("/", APP, "PUT")).await.unwrap().status(), 204);
}

/// A body that is neither `Send` nor `Sync`, `Clone`, `Debug` or an `http_body::Body`.
#[derive(Default)]
struct Odd(#[expect(dead_code, reason = "it is there to be passed on")] Rc<()>);

#[tokio::test]
async fn any_bodies_pass_through() {
    let inner = service_fn(|request: Request<Odd>| {
        ready(Ok::<_, Infallible>(Response::new(request.into_body())))
    });
    let answer = layer(config()).layer(inner).oneshot(get("/", APP).map(|_| Odd::default())).await;
    assert_eq!(
        said(&answer.unwrap()),
        [
            "200",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example.com",
            "access-control-expose-headers: x-total",
            "vary: Origin",
        ]
    );
}

#[test]
fn polled_after_the_end_it_waits_instead_of_panicking() {
    let mut cors = layer(config()).layer(Reserved::default());
    let mut answer = pin!(cors.call(preflight("/", APP, "PUT")));
    let mut context = Context::from_waker(Waker::noop());
    assert!(answer.as_mut().poll(&mut context).is_ready());
    assert!(answer.as_mut().poll(&mut context).is_pending());
}

#[test]
fn it_goes_wherever_the_service_goes() {
    fn travels<T: Clone + Send + Sync + Unpin + 'static>() {}
    travels::<CorsLayer>();
    travels::<Cors<Reserved>>();
    fn sent<T: Send + Sync + 'static>() {}
    sent::<ResponseFuture<Ready<Result<Response<()>, Infallible>>, ()>>();
}
