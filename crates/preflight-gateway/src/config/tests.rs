use super::schema::GATEWAY;
use super::value::HostChoice;
use super::{DEFAULT_LISTEN, Plan};
use crate::access_log::{AccessLogFormat, AccessLogTarget};
use crate::balance::Strategy;
use crate::rate_limit::Rate;
use crate::settings::Protocol;
use preflight_policy::file::Document;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

/// What the file means, and what is said of it.
fn read(text: &str) -> (Plan, Vec<String>) {
    let mut document = Document::parse(text);
    let plan =
        document.table("gateway", |gateway| super::read(gateway, Path::new("/etc/preflight")));
    let said = document.finish().iter().map(ToString::to_string).collect();
    (plan.unwrap_or_default(), said)
}

fn right(text: &str) -> Plan {
    let (plan, said) = read(text);
    assert_eq!(said, Vec::<String>::new());
    plan
}

/// Every key once.
const FULL: &str = r#"
[gateway]
listen = ["127.0.0.1:8443", "[::1]:8443"]
upstream = ["http://127.0.0.1:3000", "http://127.0.0.1:3001"]
balance = "least-connections"
host = "upstream"
protocol = "http2"
upstream_ca = "ca.pem"
admin = "127.0.0.1:9090"
threads = 2
trusted_proxies = ["10.0.0.0/8", "127.0.0.1"]

[[gateway.route]]
path = "/api"
upstream = "https://api.internal"
strip_path = true
balance = "round-robin"
host = "client"
protocol = "http1"

[gateway.limits]
header_bytes = "16KiB"
header_fields = 100
body_bytes = "10MiB"
connections = 500
requests_per_second = 20
burst = 40

[gateway.timeouts]
head = "10s"
idle = "1m"
connect = "500ms"
response = 90
client_stall = "20s"
stream_idle = "1h"
upstream_idle = "4s"
drain = "15s"

[gateway.tls]
certificate = "cert.pem"
key = "/secret/key.pem"

[gateway.access_log]
file = "access.log"
format = "text"

[gateway.health]
path = "/ready"
interval = "1s"
timeout = "500ms"
healthy_after = 1
unhealthy_after = 2
failures = 3
out_for = "30s"
"#;

#[test]
fn every_key_means_something() {
    let plan = right(FULL);
    assert_eq!(plan.listen.len(), 2);
    let [everything, api] = &plan.routes[..] else { panic!("two routes") };
    assert_eq!((&*everything.path, everything.upstreams.len()), ("/", 2));
    assert_eq!(
        (everything.strategy, everything.protocol),
        (Strategy::LeastConnections, Protocol::Http2)
    );
    assert_eq!((&*api.path, api.strip_path, &api.host), ("/api", true, &HostChoice::Client));
    assert_eq!((api.strategy, api.protocol), (Strategy::RoundRobin, Protocol::Http1));
    assert_eq!(api.upstreams[0].to_string(), "https://api.internal");
    assert_eq!(plan.upstream_ca.as_deref(), Some(Path::new("/etc/preflight/ca.pem")));
    assert_eq!(plan.admin, Some(([127, 0, 0, 1], 9090).into()));
    assert_eq!((plan.threads, plan.trusted_proxies.len()), (Some(2), 2));
    let limits = &plan.limits;
    assert_eq!((limits.head_bytes, limits.header_fields, limits.connections), (16 << 10, 100, 500));
    assert_eq!(limits.body_bytes, Some(10 << 20));
    assert_eq!(plan.rate, Some(Rate { per_second: 20, burst: 40 }));
    let millis = |time: Duration| time.as_millis();
    let times = &plan.times;
    assert_eq!((millis(times.head), millis(times.idle)), (10_000, 60_000));
    assert_eq!((millis(times.connect), millis(times.response_head)), (500, 90_000));
    assert_eq!((millis(times.client_stall), millis(times.stream_idle)), (20_000, 3_600_000));
    assert_eq!((millis(times.upstream_idle), millis(times.drain)), (4_000, 15_000));
    let certificate = plan.certificate.expect("a certificate");
    assert_eq!(certificate.certificate, Path::new("/etc/preflight/cert.pem"));
    assert_eq!(certificate.key, Path::new("/secret/key.pem"));
    let file = AccessLogTarget::File("/etc/preflight/access.log".into());
    assert_eq!(plan.access_log, Some((file, AccessLogFormat::Text)));
    let check = plan.health.check.expect("checks");
    assert_eq!(
        (&*check.path, millis(check.interval), millis(check.timeout)),
        ("/ready", 1_000, 500)
    );
    assert_eq!((check.healthy_after, check.unhealthy_after), (1, 2));
    assert_eq!((plan.health.failures, millis(plan.health.out_for)), (3, 30_000));
}

#[test]
fn what_is_not_written_is_the_default() {
    assert_eq!(right("[gateway]"), Plan::default());
    let plan = right("[gateway]\nupstream = 'http://127.0.0.1:3000'\n[gateway.access_log]");
    assert_eq!(plan.listen, [DEFAULT_LISTEN]);
    assert_eq!(plan.access_log, Some((AccessLogTarget::Stdout, AccessLogFormat::Json)));
    assert_eq!(plan.health.check, None);
    let routes = "[gateway]\nhost = 'a.internal'\nprotocol = 'http2'\n\
                  [[gateway.route]]\npath = '/'\nupstream = ['http://[::1]:3000']\n\
                  [gateway.limits]\nrequests_per_second = 5";
    let plan = right(routes);
    assert_eq!(plan.routes[0].protocol, Protocol::Http2);
    assert!(matches!(plan.routes[0].host, HostChoice::Fixed(_)));
    assert_eq!(plan.rate, Some(Rate { per_second: 5, burst: 50 }));
}

#[test]
fn everything_wrong_is_said_at_once_where_it_stands() {
    let (_, said) = read(
        r#"[gateway]
listen = "8080"
uptsream = "http://a"
upstream = ["localhost:3000", "http://127.0.0.1:8080/"]
balance = "random"
threads = 0
trusted_proxies = "10.0.0.0/8"
[[gateway.route]]
path = "api/*"
upstream = []
[[gateway.route]]
upstream = "ftp://a"
[[gateway.route]]
path = "/"
upstream = "http://b"
[gateway.limits]
header_bytes = "2MiB"
burst = 3
[gateway.timeouts]
head = "50ms"
connect = "5 seconds"
[gateway.tls]
certificate = "cert.pem"
[gateway.access_log]
format = "combined"
[gateway.health]
interval = "1s"
[gateway.healht]
"#,
    );
    assert_eq!(
        said,
        [
            "2:10: error[not-an-address]: an address to listen on is an IP address and a port, such as \
             `127.0.0.1:8080`; write `\"127.0.0.1:8080\"`",
            "3:1: error[unknown-key]: `uptsream` means nothing here; write `upstream`",
            "4:12: error[forwards-to-itself]: the gateway would forward to itself: it listens on \
             http://127.0.0.1:8080",
            "4:13: error[not-an-upstream]: an upstream starts with `http://` or `https://`; write \
             `\"http://localhost:3000\"`",
            "5:11: error[not-a-choice]: `balance` is `round-robin` or `least-connections`",
            "6:11: error[out-of-range]: `threads` is an integer from 1 to 1024",
            "7:19: error[wrong-type]: `trusted_proxies` is a list of texts, this is a text; write \
             `[\"10.0.0.0/8\"]`",
            "9:8: error[not-a-path]: a path starts with `/`; write `\"/api\"`",
            "10:12: error[empty-list]: `upstream` is a text or a list of at least one, this is empty",
            "11:1: error[missing-key]: `path` is missing here",
            "12:12: error[not-an-upstream]: an upstream speaks http or https",
            "14:8: error[route-twice]: everything goes to `upstream` of `[gateway]` already",
            "17:16: error[out-of-range]: `header_bytes` is from 1KiB to 1MiB",
            "18:9: error[burst-alone]: `burst` says how much may come at once beside \
             `requests_per_second`: write both",
            "20:8: error[out-of-range]: `head` is from 100ms to 24h",
            "21:11: error[not-a-duration]: `connect` is a number of seconds, or a text such as \
             `\"10s\"`, `\"250ms\"` or `\"5m\"`; write `\"5s\"`",
            "22:1: error[missing-key]: `key` is missing here",
            "25:10: error[not-a-choice]: `format` is `json` or `text`",
            "27:12: error[check-without-path]: nothing is checked without `path`, so `interval` says \
             nothing",
            "28:10: error[unknown-key]: `healht` means nothing here; write `health`",
        ]
    );
}

#[test]
fn a_route_has_one_plain_path() {
    for (given, meant) in [
        ("/api/*", Some("\"/api\"")),
        ("/api/", Some("\"/api\"")),
        ("api", Some("\"/api\"")),
        ("*", Some("\"/\"")),
        ("/a?b", None),
        ("/a//b", None),
        ("/*/b", None),
    ] {
        let text = format!("[[gateway.route]]\npath = '{given}'\nupstream = 'http://a'");
        let (_, said) = read(&text);
        assert_eq!(said.len(), 1, "{given}: {said:?}");
        assert_eq!(
            said[0].split_once("; write `").map(|(_, rest)| rest.trim_end_matches('`')),
            meant
        );
    }
}

/// The keys of the schema and those of [`FULL`] are the same: what is read is in the schema, and what
/// is in the schema is read.
#[test]
fn the_schema_knows_what_is_read() {
    let schema = preflight_policy::file::schema(&[GATEWAY]).to_value();
    let full: toml::Value = toml::from_str(FULL).expect("TOML");
    let full = serde_json::to_value(&full["gateway"]).expect("JSON");
    same_keys(&schema, &schema["properties"]["gateway"], &full, "gateway");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let is_valid = |text: &str| {
        let value: toml::Value = toml::from_str(text).expect("TOML");
        validator.is_valid(&serde_json::to_value(value).expect("JSON"))
    };
    assert!(is_valid(FULL));
    for wrong in [
        "[gateway]\nlisten = 8080",
        "[gateway]\nupstream = []",
        "[gateway]\nbalance = 'random'",
        "[gateway.limits]\nbody_bytes = '10MB'",
        "[gateway.timeouts]\nhead = '5 seconds'",
        "[gateway.tls]\nkey = 'key.pem'",
        "[[gateway.route]]\nupstream = 'http://a'",
    ] {
        assert!(!is_valid(wrong) && !read(wrong).1.is_empty(), "{wrong}");
    }
}

fn same_keys(root: &Value, schema: &Value, value: &Value, place: &str) {
    let schema = match schema.get("anyOf").and_then(|any| any.get(0)).unwrap_or(schema) {
        schema if schema.get("$ref").is_some() => {
            let path = schema["$ref"].as_str().expect("a path").trim_start_matches('#');
            root.pointer(path).expect("a definition")
        }
        schema => schema,
    };
    if let (Some(entries), Some(of)) = (value.as_array(), schema.get("items")) {
        entries.iter().for_each(|entry| same_keys(root, of, entry, place));
    }
    let Some(value) = value.as_object() else { return };
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        panic!("{place} is no table in the schema: {schema}");
    };
    let names = |keys: &mut dyn Iterator<Item = &String>| {
        let mut names: Vec<_> = keys.cloned().collect();
        names.sort();
        names
    };
    assert_eq!(names(&mut properties.keys()), names(&mut value.keys()), "{place}");
    assert_eq!(schema["additionalProperties"], false, "{place}");
    for (key, value) in value {
        assert!(properties[key].get("description").is_some(), "{place}.{key}");
        same_keys(root, &properties[key], value, &format!("{place}.{key}"));
    }
}
