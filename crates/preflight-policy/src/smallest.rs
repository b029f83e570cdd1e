//! The smallest policy that lets a request through.

use crate::config::PolicyConfig;
use preflight_fetch::http::methods::is_cors_safelisted_method;
use preflight_fetch::http::safelists::{
    cors_unsafe_request_header_names, is_cors_safelisted_response_header_name,
};
use preflight_fetch::{Browser, CredentialsMode, Request};
use std::collections::BTreeSet;

impl PolicyConfig {
    /// The policy that lets this request through in every browser and nothing beyond: its origin, its
    /// method, its headers, credentials if it carries them, and the response headers that its script
    /// wants to `read`. It may be one that nobody should have, such as for the origin `null`:
    /// [`build`](Self::build) tells.
    ///
    /// ```
    /// use preflight_fetch::{Origin, Request, RequestInit, Url};
    /// use preflight_policy::PolicyConfig;
    ///
    /// let url = Url::parse("https://api.example.com/cart").unwrap();
    /// let page = Origin::of(&Url::parse("https://app.example.com").unwrap());
    /// let init = RequestInit { method: "PUT".into(), ..RequestInit::default() };
    /// let policy = PolicyConfig::smallest_for(&Request::new(url, page, init).unwrap(), &[]);
    /// assert_eq!(policy.allow_origins, ["https://app.example.com"]);
    /// assert_eq!(policy.allow_methods, ["PUT"]);
    /// ```
    #[must_use]
    pub fn smallest_for(request: &Request, read: &[String]) -> Self {
        // What one browser does not ask for another may.
        let names = Browser::ALL.into_iter().flat_map(|browser| {
            cors_unsafe_request_header_names(request.header_list(), browser.habits())
        });
        let names: BTreeSet<String> = names.map(Into::into).collect();
        let method = request.method();
        let hidden = |name: &&String| !is_cors_safelisted_response_header_name(name);
        let expose: BTreeSet<String> =
            read.iter().filter(hidden).map(|name| name.to_ascii_lowercase()).collect();
        Self {
            allow_origins: vec![request.origin().serialized().to_owned()],
            allow_methods: (!is_cors_safelisted_method(method))
                .then(|| method.to_owned())
                .into_iter()
                .collect(),
            allow_headers: names.into_iter().collect(),
            expose_headers: expose.into_iter().collect(),
            allow_credentials: request.credentials_mode() == CredentialsMode::Include,
            ..Self::default()
        }
    }
}
