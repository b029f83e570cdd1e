//! A new connection to an upstream.

use std::io;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::running::Target;
use crate::settings::Protocol;
use crate::stream::Transport;

/// Connects, and shakes hands where TLS is spoken. The caller limits the time.
pub(crate) async fn connect(target: &Target) -> io::Result<Transport> {
    let host = target.upstream.authority.host().trim_matches(['[', ']']);
    let stream = match target.address {
        Some(address) => TcpStream::connect(address).await?,
        None => TcpStream::connect((host, target.port)).await?,
    };
    stream.set_nodelay(true)?;
    let Some(tls) = &target.upstream.tls else {
        return Ok(Transport::Plain(stream));
    };
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let alpn: Vec<Vec<u8>> = match target.upstream.protocol {
        Protocol::Http1 => vec![b"http/1.1".to_vec()],
        Protocol::Http2 => vec![b"h2".to_vec()],
    };
    let connector = TlsConnector::from(Arc::clone(tls));
    let stream = connector.with_alpn(alpn).connect(name, stream).await?;
    let agreed = stream.get_ref().1.alpn_protocol();
    if target.upstream.protocol == Protocol::Http2 && agreed != Some(b"h2") {
        return Err(io::Error::other("the upstream does not speak HTTP/2"));
    }
    Ok(Transport::ClientTls(Box::new(stream)))
}
