//! Host names to addresses: rules first, then the system.

use super::settings::SettingsError;
use preflight_fetch::ConnectionError;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// A name that resolves by rule: curl's `HOST:PORT:ADDRESS[,ADDRESS…]`, where the host may be `*`, or
/// `PATTERN=ADDRESS[,ADDRESS…]` for every port, where `*` in the pattern stands for any text and the
/// address `!` means that the name does not resolve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolveRule {
    pattern: String,
    port: Option<u16>,
    addresses: Vec<IpAddr>,
}

/// A connection that leads elsewhere: curl's `HOST1:PORT1:HOST2:PORT2`. An empty first host or port
/// matches any, an empty second one stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectTo {
    from_host: Option<String>,
    from_port: Option<u16>,
    to_host: Option<String>,
    to_port: Option<u16>,
}

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleFault {
    /// This is no IP address.
    NotAnAddress(String),
    /// This is no port.
    NotAPort(String),
    /// Too few or too many parts.
    Shape,
}

impl fmt::Display for RuleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnAddress(text) => write!(f, "`{text}` is not an IP address"),
            Self::NotAPort(text) => write!(f, "`{text}` is not a port"),
            Self::Shape => f.write_str("parts are missing"),
        }
    }
}

impl ResolveRule {
    /// No name below `.invalid` exists ([RFC 6761](https://www.rfc-editor.org/rfc/rfc6761#section-6.4)).
    pub(super) fn no_such_names() -> Self {
        Self { pattern: "*.invalid".to_owned(), port: None, addresses: Vec::new() }
    }
}

impl FromStr for ResolveRule {
    type Err = SettingsError;

    fn from_str(given: &str) -> Result<Self, SettingsError> {
        parse_resolve(given).map_err(|fault| SettingsError::Resolve(given.to_owned(), fault))
    }
}

fn parse_resolve(given: &str) -> Result<ResolveRule, RuleFault> {
    if let Some((pattern, addresses)) = given.split_once('=') {
        if pattern.is_empty() {
            return Err(RuleFault::Shape);
        }
        let pattern = pattern.to_ascii_lowercase();
        return Ok(ResolveRule { pattern, port: None, addresses: parse_addresses(addresses)? });
    }
    // curl's `+`: the entry may expire. Nothing expires here.
    let given = given.strip_prefix('+').unwrap_or(given);
    let (host, rest) = split_host(given).ok_or(RuleFault::Shape)?;
    let (port, addresses) = rest.split_once(':').ok_or(RuleFault::Shape)?;
    if host.is_empty() {
        return Err(RuleFault::Shape);
    }
    Ok(ResolveRule {
        pattern: host.to_ascii_lowercase(),
        port: Some(parse_port(port)?),
        addresses: parse_addresses(addresses)?,
    })
}

/// The host, which may be an IPv6 address in brackets, and what follows its colon.
fn split_host(text: &str) -> Option<(&str, &str)> {
    if text.starts_with('[') {
        let end = text.find(']')? + 1;
        return Some((&text[..end], text[end..].strip_prefix(':')?));
    }
    text.split_once(':')
}

fn parse_port(text: &str) -> Result<u16, RuleFault> {
    text.parse().map_err(|_| RuleFault::NotAPort(text.to_owned()))
}

/// `!`, or addresses with commas between.
fn parse_addresses(text: &str) -> Result<Vec<IpAddr>, RuleFault> {
    if text == "!" {
        return Ok(Vec::new());
    }
    let bare = |t: &str| t.strip_prefix('[').and_then(|t| t.strip_suffix(']')).map(str::to_owned);
    text.split(',')
        .map(|t| {
            let address = bare(t).unwrap_or_else(|| t.to_owned());
            address.parse().map_err(|_| RuleFault::NotAnAddress(t.to_owned()))
        })
        .collect()
}

impl FromStr for ConnectTo {
    type Err = SettingsError;

    fn from_str(given: &str) -> Result<Self, SettingsError> {
        parse_connect_to(given).map_err(|fault| SettingsError::ConnectTo(given.to_owned(), fault))
    }
}

fn parse_connect_to(given: &str) -> Result<ConnectTo, RuleFault> {
    let (from_host, rest) = split_host(given).ok_or(RuleFault::Shape)?;
    let (from_port, rest) = rest.split_once(':').ok_or(RuleFault::Shape)?;
    let (to_host, to_port) = split_host(rest).ok_or(RuleFault::Shape)?;
    let host = |h: &str| (!h.is_empty()).then(|| h.to_ascii_lowercase());
    let port = |p: &str| if p.is_empty() { Ok(None) } else { parse_port(p).map(Some) };
    Ok(ConnectTo {
        from_host: host(from_host),
        from_port: port(from_port)?,
        to_host: host(to_host),
        to_port: port(to_port)?,
    })
}

/// Where a connection to `host` and `port` leads.
pub(super) fn destination(rules: &[ConnectTo], host: &str, port: u16) -> (String, u16) {
    let matches = |rule: &&ConnectTo| {
        rule.from_host.as_deref().is_none_or(|from| from == host)
            && rule.from_port.is_none_or(|from| from == port)
    };
    let rule = rules.iter().find(matches);
    (
        rule.and_then(|r| r.to_host.clone()).unwrap_or_else(|| host.to_owned()),
        rule.and_then(|r| r.to_port).unwrap_or(port),
    )
}

/// The addresses of a serialized host: by the first rule that matches, of itself where it is an
/// address or `localhost`, or by the system.
pub(super) async fn resolve(
    rules: &[ResolveRule],
    host: &str,
    port: u16,
) -> Result<Vec<SocketAddr>, ConnectionError> {
    let with_port = |addresses: &[IpAddr]| -> Result<Vec<SocketAddr>, ConnectionError> {
        if addresses.is_empty() {
            return Err(ConnectionError::Dns);
        }
        Ok(addresses.iter().map(|&ip| SocketAddr::new(ip, port)).collect())
    };
    let matches = |r: &&ResolveRule| r.port.is_none_or(|p| p == port) && glob(&r.pattern, host);
    if let Some(rule) = rules.iter().find(matches) {
        return with_port(&rule.addresses);
    }
    if let Some(ip) = literal(host) {
        return with_port(&[ip]);
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    if name == "localhost" || name.ends_with(".localhost") {
        // As browsers do: the resolver is not asked.
        return with_port(&[Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()]);
    }
    let found = tokio::net::lookup_host((host, port)).await.map_err(|_| ConnectionError::Dns)?;
    let found: Vec<SocketAddr> = found.collect();
    if found.is_empty() { Err(ConnectionError::Dns) } else { Ok(found) }
}

/// The address that a serialized host is, if it is one.
pub(super) fn literal(host: &str) -> Option<IpAddr> {
    host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host).parse().ok()
}

/// Whether `text` fits `pattern`, in which `*` stands for any text.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn addresses(rules: &[&str], host: &str, port: u16) -> Result<Vec<String>, ConnectionError> {
        let rules: Vec<ResolveRule> = rules.iter().map(|r| r.parse().unwrap()).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let found = runtime.block_on(resolve(&rules, host, port))?;
        Ok(found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_first_rule_that_matches_wins() {
        let rules = [
            "nonexistent.*=!",
            "*.app.test=127.0.0.1",
            "api.test:443:10.0.0.1,[::2]",
            "*:81:10.9.9.9",
        ];
        let at = |host, port| addresses(&rules, host, port);
        assert_eq!(at("nonexistent.app.test", 80), Err(ConnectionError::Dns));
        assert_eq!(at("www.app.test", 80).unwrap(), ["127.0.0.1:80"]);
        assert_eq!(at("api.test", 443).unwrap(), ["10.0.0.1:443", "[::2]:443"]);
        assert_eq!(at("anything", 81).unwrap(), ["10.9.9.9:81"]);
        assert_eq!(at("[::1]", 80).unwrap(), ["[::1]:80"]);
        assert_eq!(at("a.localhost", 80).unwrap(), ["[::1]:80", "127.0.0.1:80"]);
    }

    #[test]
    fn bad_rules_say_what_is_bad() {
        let fault = |text: &str| text.parse::<ResolveRule>().unwrap_err().to_string();
        assert!(fault("a.test").starts_with("`a.test`: parts are missing; write `HOST:PORT:"));
        assert!(fault("a.test:x:1.2.3.4").contains("`x` is not a port"));
        assert!(fault("a.test=1.2.3").contains("`1.2.3` is not an IP address"));
        assert!(fault("=1.2.3.4").contains("parts are missing"));
        let fault = "a:b".parse::<ConnectTo>().unwrap_err().to_string();
        assert!(fault.contains("HOST1:PORT1:HOST2:PORT2"), "{fault}");
    }

    #[test]
    fn connect_to_leads_elsewhere() {
        let rules: Vec<ConnectTo> =
            ["a.test:443:[::1]:8443", "::b.test:"].iter().map(|r| r.parse().unwrap()).collect();
        assert_eq!(destination(&rules, "a.test", 443), ("[::1]".to_owned(), 8443));
        assert_eq!(destination(&rules, "a.test", 80), ("b.test".to_owned(), 80));
        assert_eq!(destination(&[], "c.test", 1), ("c.test".to_owned(), 1));
    }

    /// [`glob`], slowly.
    fn slow(pattern: &[u8], text: &[u8]) -> bool {
        match pattern {
            [] => text.is_empty(),
            [b'*', rest @ ..] => (0..=text.len()).any(|at| slow(rest, &text[at..])),
            [first, rest @ ..] => text.first() == Some(first) && slow(rest, &text[1..]),
        }
    }

    proptest! {
        #[test]
        fn glob_agrees_with_its_slow_twin(pattern in "[ab*]{0,6}", text in "[ab]{0,8}") {
            prop_assert_eq!(glob(&pattern, &text), slow(pattern.as_bytes(), text.as_bytes()));
        }

        #[test]
        fn rules_never_panic(text in "\\PC*") {
            let _ = text.parse::<ResolveRule>();
            let _ = text.parse::<ConnectTo>();
        }
    }
}
