//! The request that decides between causes: what `preflight check` is given next.

use crate::render::curl::quoted;

/// A request for `preflight check`, as far as something tells it. What is missing is the command's own
/// default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckRequest {
    /// The URL, without its fragment.
    pub url: String,
    /// The method, where it is not `GET`.
    pub method: Option<String>,
    /// The names of response headers that the script wants to read.
    pub read: Vec<String>,
    /// The request's headers.
    pub headers: Vec<(String, String)>,
    /// The page's origin.
    pub origin: Option<String>,
    /// Whether cookies are sent across origins.
    pub includes_credentials: bool,
}

impl CheckRequest {
    /// The words of the command, quoted for a shell, an option and its value in one.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let option = |name: &str, value: &str| format!("{name} {}", quoted(value.as_bytes()));
        let mut words = vec!["preflight check".to_owned(), quoted(self.url.as_bytes())];
        words.extend(self.method.iter().map(|method| option("-X", method)));
        words.extend(self.read.iter().map(|name| option("--read", name)));
        let headers = self.headers.iter();
        words.extend(headers.map(|(name, value)| option("-H", &format!("{name}: {value}"))));
        words.extend(self.origin.iter().map(|origin| option("--origin", origin)));
        if self.includes_credentials {
            words.push("--credentials include".to_owned());
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::CheckRequest;

    #[test]
    fn words_for_a_shell() {
        let request = CheckRequest {
            url: "https://api.example/a?b=1&c".to_owned(),
            method: Some("PUT".to_owned()),
            read: vec!["x-total".to_owned()],
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            origin: Some("https://shop.example".to_owned()),
            includes_credentials: true,
        };
        assert_eq!(
            request.words().join(" "),
            "preflight check 'https://api.example/a?b=1&c' -X PUT --read x-total \
             -H 'content-type: application/json' --origin https://shop.example \
             --credentials include"
        );
    }
}
