//! The `tracing` events. This is the only test of its process: whether an event is wanted is cached
//! for all threads at once.

use http::{Request, Response};
use preflight_tower::{CorsLayer, Policies, PolicyConfig};
use std::convert::Infallible;
use std::fmt::{Debug, Write as _};
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex};
use tower::{Layer as _, ServiceExt as _, service_fn};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

const APP: &str = "https://app.example.com";

type Log = Arc<Mutex<Vec<String>>>;

fn take(log: &Log) -> Vec<String> {
    std::mem::take(&mut log.lock().unwrap())
}

/// In force `APP` is allowed, in shadow another origin.
fn policies() -> Policies {
    let config = |origin: &str, shadow| PolicyConfig {
        allow_origins: vec![origin.to_owned()],
        shadow,
        ..PolicyConfig::default()
    };
    Policies::new(&[config(APP, false), config("https://new.example.com", true)]).unwrap().0
}

fn inner(_: Request<()>) -> Ready<Result<Response<()>, Infallible>> {
    ready(Ok(Response::default()))
}

fn get(origin: Option<&str>) -> Request<()> {
    let mut request = Request::default();
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", origin.parse().unwrap());
    }
    request
}

/// Writes down events of up to a level.
struct Recorder {
    level: Level,
    log: Log,
}

#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= &self.level
    }
    fn event(&self, event: &Event<'_>) {
        let mut line = Line(format!("{} {}:", event.metadata().level(), event.metadata().target()));
        event.record(&mut line);
        self.log.lock().unwrap().push(line.0);
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn an_event_says_each_decision_to_who_listens() {
    let log = Log::default();
    let recorder = Recorder { level: Level::DEBUG, log: log.clone() };
    let guard = tracing::subscriber::set_default(recorder);
    let cors = CorsLayer::new(policies()).layer(service_fn(inner));
    let long = "x".repeat(1 << 20);
    for (origin, expected) in [
        (None, r#"DEBUG preflight: verdict="not-cors" policy=0 shadow="not-cors""#.to_owned()),
        (
            Some(APP),
            format!(
                r#"DEBUG preflight: verdict="allowed" policy=0 shadow="origin-not-listed" origin="{APP}""#
            ),
        ),
        (
            Some(&*long),
            format!(
                r#"DEBUG preflight: verdict="origin-not-listed" policy=0 shadow="origin-not-listed" origin="{}""#,
                &long[..300]
            ),
        ),
    ] {
        cors.clone().oneshot(get(origin)).await.unwrap();
        assert_eq!(take(&log), [expected]);
    }
    drop(guard);

    let deaf = Recorder { level: Level::INFO, log: log.clone() };
    let _guard = tracing::subscriber::set_default(deaf);
    cors.oneshot(get(Some(APP))).await.unwrap();
    assert_eq!(take(&log), [""; 0]);
}
