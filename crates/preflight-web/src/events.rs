//! [Server-sent events](https://html.spec.whatwg.org/multipage/server-sent-events.html): what happens,
//! told while it happens, to a page that asked with a `POST`.

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::unfold;
use preflight_diagnose::examination::LIMIT;
use serde::Serialize;
use std::convert::Infallible;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How many events may wait to be read. An examination has two for each exchange, and few more.
const WAITING: usize = 4 * LIMIT;

/// Where events are told.
#[derive(Debug, Clone)]
pub(crate) struct Events(Sender<Event>);

impl Events {
    /// Tells one; `false` where nobody reads any more, or much too slowly.
    pub(crate) fn tell(&self, name: &'static str, data: &impl Serialize) -> bool {
        let event = Event::default().event(name).json_data(data);
        event.is_ok_and(|event| self.0.try_send(event).is_ok())
    }
}

/// The response that tells what `work` tells, until it is done. Where nobody reads any more, `work` is
/// dropped.
pub(crate) fn streamed<W: Future<Output = ()> + Send + 'static>(
    work: impl FnOnce(Events) -> W,
) -> Response {
    let (sender, receiver) = channel(WAITING);
    let reader = sender.clone();
    let work = work(Events(sender));
    tokio::spawn(async move {
        tokio::select! {
            () = work => {}
            () = reader.closed() => {}
        }
    });
    let next = async |mut receiver: Receiver<Event>| {
        let event = receiver.recv().await?;
        Some((Ok::<_, Infallible>(event), receiver))
    };
    Sse::new(unfold(receiver, next)).keep_alive(KeepAlive::default()).into_response()
}
