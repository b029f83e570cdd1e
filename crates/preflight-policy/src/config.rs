//! A policy as written: plain data, right or wrong.

use crate::policies::Policies;
use crate::problem::Problems;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// One `[[policy]]` as written. The fields mirror the response headers of the
/// [CORS protocol](https://fetch.spec.whatwg.org/#http-cors-protocol).
///
/// ```
/// use preflight_policy::PolicyConfig;
///
/// let problems = PolicyConfig {
///     allow_origins: vec!["https://app.example.com/".into(), "null".into()],
///     ..PolicyConfig::default()
/// }
/// .build()
/// .unwrap_err();
/// assert_eq!(problems.iter().count(), 2); // all at once
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "policy")]
pub struct PolicyConfig {
    /// The paths this policy speaks for: `/users` is that path, `/api/*` everything below `/api/`,
    /// `/*` every path. None means every path. Of several policies the first whose paths match
    /// decides; a path that no policy speaks for is passed on untouched.
    pub paths: Vec<String>,
    /// Who may read the responses: `https://app.example.com`; `https://*.example.com` for its
    /// subdomains at any depth, not the domain itself; `http://localhost:*` for any port; `*` for
    /// any origin, which excludes `allow_credentials`. None means nobody.
    pub allow_origins: Vec<String>,
    /// Methods beyond `GET`, `HEAD` and `POST`, which need no entry; case-sensitive. `*` for any.
    pub allow_methods: Vec<String>,
    /// Request headers beyond the safelisted ones; names in any case. `*` for any; without
    /// credentials it does not cover `Authorization`, which then wants an entry of its own.
    pub allow_headers: Vec<String>,
    /// Response headers that a script may read beyond the safelisted ones. `*` for any, which
    /// excludes `allow_credentials`.
    pub expose_headers: Vec<String>,
    /// Whether requests may carry cookies, HTTP authentication and client certificates.
    pub allow_credentials: bool,
    /// How long a browser may keep a preflight's answer: seconds, or `"90s"`, `"10m"`, `"1h"`; at most
    /// a day. Without it browsers keep it 5 seconds; `0` makes them ask each time.
    pub max_age: Option<MaxAge>,
    /// Answer a preflight whose method or headers are not allowed with a bare 403, instead of 204
    /// with what is allowed. Browsers refuse the request either way; with 204 their console can name
    /// the method or header.
    pub quiet: bool,
    /// Say on every response, in `Preflight-Decision`, which rule decided.
    pub debug: bool,
    /// Evaluate and count, but change nothing: to try a policy on real traffic first.
    pub shadow: bool,
    /// Allow plain `http:` origins beside `allow_credentials`: whoever sits on the network between can
    /// then act for the user.
    pub dangerously_allow_insecure_origins: bool,
    /// Allow `*.` before a public suffix (`https://*.github.io`) beside `allow_credentials`: anybody
    /// can register a name there.
    pub dangerously_allow_public_suffixes: bool,
}

impl PolicyConfig {
    /// The one policy for all requests.
    ///
    /// # Errors
    ///
    /// All problems at once, notes among them.
    pub fn build(self) -> Result<Policies, Problems> {
        Policies::new(&[self]).map(|(policies, _)| policies)
    }
}

/// How long browsers may keep a preflight's answer, in seconds, as written: see
/// [`PolicyConfig::max_age`]. A policy refuses more than a day ([`MaxAge::LIMIT`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MaxAge(pub u32);

/// A text that is no [`MaxAge`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no time; write a number of seconds, or `\"90s\"`, `\"10m\"`, `\"1h\"`")]
pub struct MaxAgeError {
    /// The text as given.
    pub given: String,
}

impl MaxAge {
    /// The longest that any engine keeps: Firefox's day, in seconds.
    pub const LIMIT: u32 = 86_400;
}

impl fmt::Display for MaxAge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for MaxAge {
    type Err = MaxAgeError;

    /// Reads `90`, `90s`, `10m` or `1h`. What exceeds 2³² seconds is kept as that bound, for the
    /// policy to refuse.
    fn from_str(given: &str) -> Result<Self, MaxAgeError> {
        let error = || MaxAgeError { given: given.to_owned() };
        let digits = given.len() - given.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let unit: u64 = match &given[digits..] {
            "" | "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => return Err(error()),
        };
        if digits == 0 {
            return Err(error());
        }
        let count: u64 = given[..digits].parse().unwrap_or(u64::MAX);
        Ok(Self(u32::try_from(count.saturating_mul(unit)).unwrap_or(u32::MAX)))
    }
}

impl<'de> Deserialize<'de> for MaxAge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Seconds(u64),
            Text(String),
        }
        const EXPECTED: &str = "a number of seconds, or a text such as \"10m\"";
        match Written::deserialize(deserializer).map_err(|_| D::Error::custom(EXPECTED))? {
            Written::Seconds(seconds) => Ok(Self(u32::try_from(seconds).unwrap_or(u32::MAX))),
            Written::Text(text) => {
                text.parse().map_err(|_| D::Error::invalid_value(Unexpected::Str(&text), &EXPECTED))
            }
        }
    }
}

impl JsonSchema for MaxAge {
    fn schema_name() -> Cow<'static, str> {
        "max_age".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "oneOf": [
                { "type": "integer", "minimum": 0, "maximum": Self::LIMIT },
                { "type": "string", "pattern": "^[0-9]+[smh]?$" },
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Reason;
    use preflight_fetch::Browser;

    #[test]
    fn the_bounds_that_are_said_are_the_engines() {
        let limit = |browser: Browser| browser.habits().max_age_limit;
        let (chromium, webkit) = (limit(Browser::Chromium), limit(Browser::WebKit));
        assert_eq!(MaxAge::LIMIT, limit(Browser::Firefox));
        let both =
            format!("Chromium keeps an answer for {chromium} s at most, WebKit for {webkit} s");
        assert_eq!(Reason::MaxAgeCapped.text(), both);
        let one = format!("WebKit keeps an answer for {webkit} s at most");
        assert_eq!(Reason::MaxAgeCappedByWebKit.text(), one);
    }

    #[test]
    fn times_are_read_in_three_units() {
        for (given, seconds) in
            [("0", 0), ("90s", 90), ("10m", 600), ("1h", 3600), ("86400", 86_400)]
        {
            assert_eq!(given.parse(), Ok(MaxAge(seconds)), "{given}");
        }
        assert_eq!("99999999999999999999h".parse(), Ok(MaxAge(u32::MAX)));
        for given in ["", "s", "-1", "1d", "1.5h", "1 h", "１"] {
            assert!(given.parse::<MaxAge>().is_err(), "{given}");
        }
    }
}
