use casebook::behaviours::{Failure, Head, Seen, Subject, Table, Upstream, play};
use http::{Request, Response};
use preflight_tower::{
    CorsLayer, Decision, Live, Policies, PolicyConfig, Problems, RequestHead, Ruling,
};
use std::convert::Infallible;
use std::future::{Future, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use tower::{Layer as _, Service as _, service_fn};

const BODY: &str = "the application's";

/// The layer around an application that counts its calls.
struct Layered {
    live: Live,
}

impl Subject for Layered {
    const BRINGS: &'static [&'static str] = &[];
    const IS_PROXY: bool = false;

    fn start(policies: &[PolicyConfig]) -> Result<Self, Problems> {
        let (policies, _) = Policies::new(policies)?;
        Ok(Self { live: Live::new(policies) })
    }

    fn reload(&mut self, policies: &[PolicyConfig]) -> Result<Problems, Problems> {
        self.live.reconfigure(policies)
    }

    fn ask(&mut self, request: &Head, upstream: &Upstream) -> Seen {
        let calls = Arc::new(Mutex::new(0));
        let told = Arc::new(Mutex::new(None::<(Ruling, Option<Ruling>)>));
        let observer = {
            let told = told.clone();
            move |_: RequestHead<'_>, decision: &Decision| {
                *told.lock().unwrap() = Some((decision.ruling, decision.shadow));
            }
        };
        let application = {
            let (calls, upstream) = (calls.clone(), upstream.clone());
            service_fn(move |_: Request<()>| {
                let (response, called) = answer(&upstream);
                *calls.lock().unwrap() += called;
                ready(Ok::<_, Infallible>(response))
            })
        };
        let layer = CorsLayer::new(self.live.clone()).on_decision(observer);
        let response = at_once(layer.layer(application).call(asked(request)));
        let (reached, rulings) = (*calls.lock().unwrap(), *told.lock().unwrap());
        let (parts, body) = response.into_parts();
        let text = |v: &http::HeaderValue| String::from_utf8_lossy(v.as_bytes()).into_owned();
        if reached == 1 {
            assert_eq!(body, BODY, "the body is passed on as it is");
        }
        Seen {
            status: parts.status.as_u16(),
            headers: parts.headers.iter().map(|(n, v)| (n.to_string(), text(v))).collect(),
            body: body.into_bytes(),
            reached,
            rulings,
        }
    }
}

fn asked(head: &Head) -> Request<()> {
    let mut request = Request::new(());
    *request.method_mut() = head.method().parse().expect("a method");
    *request.uri_mut() = head.target().parse().expect("a target");
    *request.headers_mut() = head.headers();
    request
}

/// What the service inside answers: the application, or in its place whoever turns its failures into
/// responses. And how often the application is called for it.
fn answer(upstream: &Upstream) -> (Response<String>, usize) {
    let mut response = Response::new(BODY.to_owned());
    let (status, called) = match upstream {
        Upstream::Answers(head) => {
            *response.headers_mut() = head.headers();
            (head.status(), 1)
        }
        Upstream::Fails(failure @ (Failure::Refuses | Failure::Limited)) => (failure.status(), 0),
        Upstream::Fails(failure) => (failure.status(), 1),
    };
    *response.status_mut() = status.try_into().expect("a status");
    (response, called)
}

/// What is ready: neither the layer nor the application waits for anything.
fn at_once<T>(future: impl Future<Output = Result<T, Infallible>>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(output)) => output,
        Poll::Pending => panic!("the layer waits although nothing is to be waited for"),
    }
}

#[test]
fn every_behaviour_holds_around_a_service() {
    let wrong = play::<Layered>(&Table::read());
    assert!(wrong.is_empty(), "{} are wrong\n{}", wrong.len(), wrong.join("\n\n"));
}
