//! After `101 Switching Protocols` (WebSocket): bytes both ways, until one side ends.

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, copy_bidirectional};

use crate::upstream::Http1;

/// The upstream's end of a tunnel that begins when the client has its 101.
#[derive(Debug)]
pub(crate) struct Tunnel {
    pub(crate) upstream: Http1,
}

impl Tunnel {
    /// Copies until both sides are done. The caller limits the silence.
    pub(crate) async fn run(
        self,
        mut client: impl AsyncRead + AsyncWrite + Unpin,
        read_already: Bytes,
    ) -> std::io::Result<()> {
        let Some((mut upstream, answered_already)) = self.upstream.into_stream().await else {
            return Ok(());
        };
        client.write_all(&answered_already).await?;
        upstream.write_all(&read_already).await?;
        copy_bidirectional(&mut client, &mut upstream).await?;
        Ok(())
    }
}
