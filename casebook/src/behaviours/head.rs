//! Heads of requests and responses as the table writes them.

/// The CORS headers, as everybody who speaks of them abbreviates them.
const ABBREVIATIONS: [(&str, &str); 8] = [
    ("acac", "access-control-allow-credentials"),
    ("acah", "access-control-allow-headers"),
    ("acam", "access-control-allow-methods"),
    ("acao", "access-control-allow-origin"),
    ("aceh", "access-control-expose-headers"),
    ("acma", "access-control-max-age"),
    ("acrh", "access-control-request-headers"),
    ("acrm", "access-control-request-method"),
];

/// A first line, and header lines with names in lower case, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// `GET /path`, or `204`.
    pub first: String,
    /// The header lines.
    pub lines: Vec<(String, String)>,
}

impl Head {
    /// Reads a head: a first line, then `Name: value` lines; empty lines are none.
    ///
    /// # Panics
    /// Where a line has no colon: the table is wrong then.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut lines = text.trim_start_matches('\n').split('\n');
        let first = lines.next().unwrap_or_default().to_owned();
        let lines = lines.filter(|line| !line.is_empty()).map(|line| {
            let (name, value) =
                line.split_once(':').unwrap_or_else(|| panic!("`{line}` is no header line"));
            let name = name.to_ascii_lowercase();
            let known = ABBREVIATIONS.iter().find(|(short, _)| *short == name);
            let name = known.map_or(name, |(_, long)| (*long).to_owned());
            (name, value.strip_prefix(' ').unwrap_or(value).to_owned())
        });
        Self { first, lines: lines.collect() }
    }

    /// A request's method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.first.split(' ').next().unwrap_or_default()
    }

    /// A request's target: path and query.
    #[must_use]
    pub fn target(&self) -> &str {
        self.first.split_once(' ').map_or("/", |(_, target)| target)
    }

    /// A response's status.
    ///
    /// # Panics
    /// Where the first line is none: the table is wrong then.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.first.parse().unwrap_or_else(|_| panic!("`{}` is no status", self.first))
    }

    /// The header lines as a map.
    ///
    /// # Panics
    /// Where a name or value cannot be sent: the table is wrong then.
    #[must_use]
    pub fn headers(&self) -> http::HeaderMap {
        self.lines
            .iter()
            .map(|(name, value)| {
                let name = http::HeaderName::try_from(name.as_str()).expect("a header name");
                let value = http::HeaderValue::from_bytes(value.as_bytes()).expect("a value");
                (name, value)
            })
            .collect::<Vec<_>>()
            .into_iter()
            .fold(http::HeaderMap::new(), |mut map, (name, value)| {
                map.append(name, value);
                map
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_stands() {
        let head = Head::parse("\nGET /a?b\nACRH: a,b\nacrh:  c \n\nX: 1:2");
        assert_eq!((head.method(), head.target()), ("GET", "/a?b"));
        let lines: Vec<_> = head.lines.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let names = "access-control-request-headers";
        assert_eq!(lines, [(names, "a,b"), (names, " c "), ("x", "1:2")]);
        assert_eq!(Head::parse("204").status(), 204);
    }
}
