//! One HTTP/2 connection to an upstream, shared by the requests of a thread.

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper_util::rt::TokioIo;

use super::Unanswered;
use crate::connection::Local;
use crate::proxy::body::RequestBody;
use crate::stream::Transport;

/// A handle to the connection, which runs in a task of its own.
#[derive(Debug, Clone)]
pub(crate) struct Http2(http2::SendRequest<RequestBody>);

impl Http2 {
    /// HTTP/2 on a fresh connection.
    pub(crate) async fn new(transport: Transport, head_bytes: usize) -> hyper::Result<Http2> {
        let (sender, connection) = http2::Builder::new(Local::default())
            .max_header_list_size(u32::try_from(head_bytes).unwrap_or(u32::MAX).max(64 * 1024))
            .handshake(TokioIo::new(transport))
            .await?;
        // How it ends is told to the requests on it.
        tokio::task::spawn_local(async move { drop(connection.await) });
        Ok(Http2(sender))
    }

    /// Sends a request, and waits for the head of its response.
    pub(crate) async fn send(
        &mut self,
        request: Request<RequestBody>,
    ) -> Result<Response<Incoming>, Unanswered> {
        self.0.try_send_request(request).await.map_err(Unanswered::from_hyper)
    }

    /// Whether it takes no further requests.
    pub(crate) fn has_ended(&self) -> bool {
        self.0.is_closed()
    }
}
