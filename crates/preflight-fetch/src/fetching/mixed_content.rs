//! [Mixed content](https://w3c.github.io/webappsec-mixed-content/)

use crate::Origin;
use crate::browsers::Habits;
use crate::origin::is_loopback_host;
use url::Url;

/// [Should fetching request be blocked as mixed content?](https://w3c.github.io/webappsec-mixed-content/#should-block-fetch)
/// The page's scheme stands for its settings: only an https page prohibits mixed content.
#[must_use]
pub fn is_blocked_as_mixed_content(page: &Origin, url: &Url, habits: &Habits) -> bool {
    let prohibits = page.as_tuple().is_some_and(|tuple| tuple.scheme() == "https");
    let loopback = url.host_str().is_some_and(is_loopback_host);
    prohibits
        && matches!(url.scheme(), "http" | "ws" | "ftp")
        && !(loopback && habits.mixed_content_spares_loopback)
}
