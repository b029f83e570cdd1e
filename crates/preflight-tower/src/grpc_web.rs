//! What [gRPC-Web](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md) needs of a policy.

use preflight_policy::PolicyConfig;

/// The request headers that gRPC-Web's clients set and a browser asks for.
///
/// `content-type` is `application/grpc-web…`, which is not safelisted; `x-grpc-web`, `x-user-agent`
/// and `grpc-timeout` come from
/// [grpc-web](https://github.com/grpc/grpc-web/blob/master/javascript/net/grpc/web/grpcwebclientbase.js),
/// the encodings and the count of retries from
/// [grpc-dotnet](https://github.com/grpc/grpc-dotnet/blob/master/src/Grpc.Net.Client/Internal/GrpcProtocolConstants.cs).
/// Metadata of an application, such as `authorization`, is to be added.
pub const ALLOW_HEADERS: [&str; 7] = [
    "content-type",
    "grpc-accept-encoding",
    "grpc-encoding",
    "grpc-previous-rpc-attempts",
    "grpc-timeout",
    "x-grpc-web",
    "x-user-agent",
];

/// The response headers that gRPC-Web's clients read: a call that fails at once has its
/// [status](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses) there and not in
/// the body. The [push-back](https://github.com/grpc/proposal/blob/master/A6-client-retries.md#pushback)
/// tells a client when to try again.
pub const EXPOSE_HEADERS: [&str; 6] = [
    "grpc-accept-encoding",
    "grpc-encoding",
    "grpc-message",
    "grpc-retry-pushback-ms",
    "grpc-status",
    "grpc-status-details-bin",
];

/// A policy for gRPC-Web: [`ALLOW_HEADERS`] and [`EXPOSE_HEADERS`]. Calls are `POST`, which needs no
/// entry.
///
/// ```
/// use preflight_tower::{CorsLayer, PolicyConfig, grpc_web};
///
/// let mut config = PolicyConfig {
///     allow_credentials: true,
///     ..grpc_web(["https://app.example.com"])
/// };
/// config.allow_headers.push("x-tenant".into());
/// let layer = CorsLayer::new(config.build()?);
/// // tonic: Server::builder().accept_http1(true).layer(layer).layer(GrpcWebLayer::new())…
/// # let _ = layer;
/// # Ok::<(), preflight_tower::Problems>(())
/// ```
#[must_use]
pub fn grpc_web<T: Into<String>>(allow_origins: impl IntoIterator<Item = T>) -> PolicyConfig {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    PolicyConfig {
        allow_origins: allow_origins.into_iter().map(Into::into).collect(),
        allow_headers: owned(&ALLOW_HEADERS),
        expose_headers: owned(&EXPOSE_HEADERS),
        ..PolicyConfig::default()
    }
}
