//! What development servers share: they pass some paths on to the API, so that the browser sees one
//! origin. What the policy says of origins, methods and headers does not arise there; which paths are the
//! API's is what counts.

use super::Plan;
use preflight_policy::PathPattern;
use std::fmt::Write as _;

/// What is passed on where the policies name no paths: the pages themselves come from the development
/// server.
pub(crate) const USUAL: &str = "/api/";

/// The paths that are passed on, as a URL has them. Never empty.
pub(crate) fn passed_on(plan: &Plan) -> Vec<PathPattern> {
    let named = plan.rules.iter().flat_map(|rule| &rule.paths);
    let mut paths: Vec<_> = named.filter(|path| !path.is_every_path()).map(encoded).collect();
    if paths.is_empty() {
        paths.push(PathPattern::Below(USUAL.to_owned()));
    }
    paths
}

fn encoded(path: &PathPattern) -> PathPattern {
    match path {
        PathPattern::Exact(path) => PathPattern::Exact(in_url(path)),
        PathPattern::Below(prefix) => PathPattern::Below(in_url(prefix)),
    }
}

/// A path as a browser sends it: of the
/// [path percent-encode set](https://url.spec.whatwg.org/#path-percent-encode-set), and `%` itself.
fn in_url(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'"' | b'#' | b'%' | b'<' | b'>' | b'?' | b'^' | b'`' | b'{' | b'}' => {
                let _ = write!(url, "%{byte:02X}");
            }
            b'!'..=b'~' => url.push(char::from(byte)),
            _ => {
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_policy::PolicyConfig;

    #[test]
    fn paths_are_those_of_a_url() {
        let config = PolicyConfig {
            allow_origins: vec!["https://app.example.com".to_owned()],
            paths: vec!["/a b/\u{fc}{x}/*".to_owned()],
            ..PolicyConfig::default()
        };
        let plan = Plan::new(&config.build().expect("a policy without faults"));
        let expected = PathPattern::Below("/a%20b/%C3%BC%7Bx%7D/".to_owned());
        assert_eq!(passed_on(&plan), [expected]);
    }
}
