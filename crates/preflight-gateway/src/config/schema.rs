//! What may stand in `[gateway]`, for the JSON Schema of the file. It says what [`read`](super::read)
//! reads; a test holds the two together.

use preflight_policy::file::TableSchema;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// The schema of `[gateway]`, to be joined to [that of the file](preflight_policy::file::schema).
pub const GATEWAY: TableSchema =
    ("gateway", |generator| generator.subschema_for::<GatewaySchema>());

/// `[gateway]`: what `preflight serve` listens on, what it forwards to, and within which bounds.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "gateway")]
pub struct GatewaySchema {
    /// Where to listen: an address and a port, or several. Default: `127.0.0.1:8080`.
    pub listen: Option<OneOrMore>,
    /// The server to forward to: `http://127.0.0.1:3000`, or several that answer the same. Requests
    /// that no route takes go here; without it they are answered by 404.
    pub upstream: Option<OneOrMore>,
    /// Which of several upstreams is next: `round-robin`, the default, or `least-connections`.
    pub balance: Option<BalanceSchema>,
    /// The `Host` the upstream gets: `client`, the default, for the one the client sent; `upstream`
    /// for the upstream's own; or a host.
    pub host: Option<String>,
    /// Which HTTP the upstream is asked in: `http1`, the default, or `http2`.
    pub protocol: Option<ProtocolSchema>,
    /// A PEM file with the authorities that the certificates of https upstreams are checked against.
    /// Default: the system's.
    pub upstream_ca: Option<String>,
    /// Where `/metrics`, `/healthz` and `/decisions` are answered. Default: nowhere.
    pub admin: Option<String>,
    /// Threads that serve requests. Default: one for each core.
    pub threads: Option<u32>,
    /// Proxies in front, as addresses or networks (`10.0.0.0/8`): their `Forwarded` and `X-Forwarded-*`
    /// are kept and appended to, everybody else's replaced. Default: none.
    pub trusted_proxies: Option<Vec<String>>,
    /// `[[gateway.route]]`: paths that go elsewhere. The longest path that matches wins.
    pub route: Option<Vec<RouteSchema>>,
    /// `[gateway.limits]`: how much one client may send.
    pub limits: Option<LimitsSchema>,
    /// `[gateway.timeouts]`: how long one may wait for another.
    pub timeouts: Option<TimeoutsSchema>,
    /// `[gateway.tls]`: https instead of http.
    pub tls: Option<TlsSchema>,
    /// `[gateway.access_log]`: a line for each request. Default: none.
    pub access_log: Option<AccessLogSchema>,
    /// `[gateway.health]`: which upstreams are fit to be asked.
    pub health: Option<HealthSchema>,
}

/// `[[gateway.route]]`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "gateway_route")]
pub struct RouteSchema {
    /// The path, with everything below it: `/api` takes `/api` and `/api/users`, not `/apis`.
    pub path: String,
    /// The server to forward to, or several that answer the same.
    pub upstream: OneOrMore,
    /// Whether the upstream gets the path without the route's: `/users` for `/api/users`.
    pub strip_path: Option<bool>,
    /// As in `[gateway]`, from which it is taken where it is not written here.
    pub balance: Option<BalanceSchema>,
    /// As in `[gateway]`, from which it is taken where it is not written here.
    pub host: Option<String>,
    /// As in `[gateway]`, from which it is taken where it is not written here.
    pub protocol: Option<ProtocolSchema>,
}

/// `[gateway.limits]`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "gateway_limits")]
pub struct LimitsSchema {
    /// Bytes of a request's head, 1024 to 1048576; more is answered by 431. Default: 32768.
    pub header_bytes: Option<Size>,
    /// Header fields of a request, 1 to 10000; more is answered by 431. Default: 80.
    pub header_fields: Option<u32>,
    /// Bytes of a request's body; more is answered by 413. Default: no limit.
    pub body_bytes: Option<Size>,
    /// Client connections open at once; further ones wait. Default: 10000.
    pub connections: Option<u32>,
    /// Requests a second of one client, an IPv4 address or an IPv6 /64; more is answered by 429.
    /// Preflights are answered uncounted. Default: no limit.
    pub requests_per_second: Option<u32>,
    /// Requests of one client at once, beside `requests_per_second`. Default: ten seconds' worth.
    pub burst: Option<u32>,
}

/// `[gateway.timeouts]`; each `"100ms"` to `"24h"`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "gateway_timeouts")]
pub struct TimeoutsSchema {
    /// To read a request's head, a TLS handshake included. Default: `"30s"`.
    pub head: Option<Time>,
    /// How long a client's connection is kept without a request. Default: `"75s"`.
    pub idle: Option<Time>,
    /// To connect to an upstream; then 504. Default: `"5s"`.
    pub connect: Option<Time>,
    /// From the request's end to the head of the upstream's response; then 504. Default: `"60s"`.
    pub response: Option<Time>,
    /// How long a client may stop in the middle of a body. Default: `"30s"`.
    pub client_stall: Option<Time>,
    /// How long a response body or a WebSocket may be silent. Default: `"5m"`.
    pub stream_idle: Option<Time>,
    /// How long a connection to an upstream is kept for the next request. Default: `"30s"`.
    pub upstream_idle: Option<Time>,
    /// How long running requests may take to finish once the gateway is told to stop. Default:
    /// `"30s"`.
    pub drain: Option<Time>,
}

/// `[gateway.tls]`. The files are read again when they change.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "gateway_tls")]
pub struct TlsSchema {
    /// A PEM file with the certificate, followed by the intermediate ones.
    pub certificate: String,
    /// A PEM file with its private key.
    pub key: String,
}

/// `[gateway.access_log]`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "gateway_access_log")]
pub struct AccessLogSchema {
    /// The file, which is continued, and opened anew on SIGHUP; `-`, the default, for standard output.
    pub file: Option<String>,
    /// `json`, the default, or `text`: the Common Log Format, then what was decided.
    pub format: Option<FormatSchema>,
}

/// `[gateway.health]`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "gateway_health")]
pub struct HealthSchema {
    /// A path that each upstream answers by 2xx or 3xx while it is well. Without it nothing is asked.
    pub path: Option<String>,
    /// From one check to the next. Default: `"5s"`.
    pub interval: Option<Time>,
    /// The longest time a check may take. Default: `"2s"`.
    pub timeout: Option<Time>,
    /// Checks in a row that must pass to bring an upstream back. Default: 2.
    pub healthy_after: Option<u32>,
    /// Checks in a row that must fail to take it out. Default: 3.
    pub unhealthy_after: Option<u32>,
    /// Requests in a row that must fail to take one of several upstreams out. Default: 1.
    pub failures: Option<u32>,
    /// How long it is out then. Default: `"10s"`.
    pub out_for: Option<Time>,
}

/// Which of several upstreams is next.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "gateway_balance")]
pub enum BalanceSchema {
    /// One after the other.
    RoundRobin,
    /// The one with the fewest requests under way.
    LeastConnections,
}

/// Which HTTP an upstream is asked in.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "gateway_protocol")]
pub enum ProtocolSchema {
    /// HTTP/1.1.
    Http1,
    /// HTTP/2, without TLS too.
    Http2,
}

/// How a line of the access log looks.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "gateway_log_format")]
pub enum FormatSchema {
    /// A JSON object.
    Json,
    /// The Common Log Format, then what was decided.
    Text,
}

/// A text, or a list of texts.
#[derive(Debug)]
pub struct OneOrMore;

impl JsonSchema for OneOrMore {
    fn schema_name() -> Cow<'static, str> {
        "one_or_more".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" }, "minItems": 1 },
            ]
        })
    }
}

/// A number of bytes, or `"64KiB"`, `"10MiB"`, `"1GiB"`.
#[derive(Debug)]
pub struct Size;

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "size".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "integer", "minimum": 0 },
                { "type": "string", "pattern": "^[0-9]+(B|KiB|MiB|GiB)?$" },
            ]
        })
    }
}

/// A number of seconds, or `"100ms"`, `"90s"`, `"10m"`, `"1h"`.
#[derive(Debug)]
pub struct Time;

impl JsonSchema for Time {
    fn schema_name() -> Cow<'static, str> {
        "time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "integer", "minimum": 0 },
                { "type": "string", "pattern": "^[0-9]+(ms|s|m|h)?$" },
            ]
        })
    }
}
