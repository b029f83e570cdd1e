//! Asks an upstream at intervals how it is.

use crate::health::{CheckSettings, Health};
use crate::notice::{Notice, Notices};
use crate::settings::{Host, Protocol, Upstream};
use bytes::Bytes;
use http::header::{HOST, HeaderValue, USER_AGENT};
use http::{Request, StatusCode, Version};
use http_body_util::Empty;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls_pki_types::ServerName;
use std::error::Error;
use std::pin::pin;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_rustls::TlsConnector;

/// Checks `upstream` until this future is dropped, and says in `notices` when its health changes.
pub async fn watch(
    upstream: Arc<Upstream>,
    health: Arc<Health>,
    settings: CheckSettings,
    notices: Notices,
) {
    let mut turns = interval(settings.interval);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        let result = check(&upstream, &settings).await;
        if health.checked(result.is_ok(), &settings) {
            let upstream = upstream.name.clone();
            let notice = match result {
                Ok(()) => Notice::UpstreamUp { upstream },
                Err(reason) => Notice::UpstreamDown { upstream, reason },
            };
            // Nobody listens while the gateway ends.
            let _ = notices.send(notice);
        }
    }
}

async fn check(upstream: &Upstream, settings: &CheckSettings) -> Result<(), String> {
    let path = &settings.path;
    match timeout(settings.timeout, status(upstream, path)).await {
        Ok(Ok(status)) if status.is_success() || status.is_redirection() => Ok(()),
        Ok(Ok(status)) => Err(format!("`GET {path}` was answered by {status}")),
        Ok(Err(error)) => Err(format!("`GET {path}` failed: {}", chain(&*error))),
        Err(_) => {
            Err(format!("`GET {path}` took longer than {} s", settings.timeout.as_secs_f64()))
        }
    }
}

/// An error and what caused it.
fn chain(error: &dyn Error) -> String {
    let causes = std::iter::successors(Some(error), |error: &&dyn Error| (*error).source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The status of `GET path`, asked on a connection of its own.
async fn status(
    upstream: &Upstream,
    path: &str,
) -> Result<StatusCode, Box<dyn Error + Send + Sync>> {
    let default_port = if upstream.tls.is_some() { 443 } else { 80 };
    let host = upstream.authority.host();
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let port = upstream.authority.port_u16().unwrap_or(default_port);
    let stream = TcpStream::connect((bare, port)).await?;
    let Some(config) = &upstream.tls else {
        return exchange(stream, upstream, path).await;
    };
    let mut config = Arc::clone(config);
    Arc::make_mut(&mut config).alpn_protocols = match upstream.protocol {
        Protocol::Http1 => vec![b"http/1.1".to_vec()],
        Protocol::Http2 => vec![b"h2".to_vec()],
    };
    let name = ServerName::try_from(bare.to_owned())?;
    let stream = TlsConnector::from(config).connect(name, stream).await?;
    exchange(stream, upstream, path).await
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    upstream: &Upstream,
    path: &str,
) -> Result<StatusCode, Box<dyn Error + Send + Sync>> {
    let stream = TokioIo::new(stream);
    let host = match &upstream.host {
        Host::Client => HeaderValue::from_str(upstream.authority.as_str())?,
        Host::Fixed(host) => host.clone(),
    };
    let request =
        Request::get(path).header(USER_AGENT, HeaderValue::from_static("preflight health check"));
    let response = match upstream.protocol {
        Protocol::Http1 => {
            let request = request.header(HOST, host).body(Empty::<Bytes>::new())?;
            let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await?;
            driven(sender.send_request(request), connection).await?
        }
        Protocol::Http2 => {
            let scheme = if upstream.tls.is_some() { "https" } else { "http" };
            let request = request
                .uri(format!("{scheme}://{}{path}", host.to_str()?))
                .version(Version::HTTP_2)
                .body(Empty::<Bytes>::new())?;
            let executor = TokioExecutor::new();
            let (mut sender, connection) =
                hyper::client::conn::http2::handshake(executor, stream).await?;
            driven(sender.send_request(request), connection).await?
        }
    };
    Ok(response.status())
}

/// The response, while its connection is kept going no longer than needed.
async fn driven<T>(
    response: impl Future<Output = hyper::Result<T>>,
    connection: impl Future,
) -> hyper::Result<T> {
    let mut response = pin!(response);
    tokio::select! {
        response = &mut response => response,
        _ = connection => response.await,
    }
}

#[cfg(test)]
mod tests;
