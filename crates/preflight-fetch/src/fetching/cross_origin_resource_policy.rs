//! [Cross-origin resource policy check](https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check),
//! for a page whose embedder policy is `unsafe-none`.

use super::Refused;
use crate::Origin;
use crate::http::header_list::HeaderList;
use crate::spec::CORP_CHECK;
use crate::trace::Because;
use url::Url;

/// Whether an opaque response from `url` may be handed to a page of `origin`.
///
/// # Errors
/// Where the response's `Cross-Origin-Resource-Policy` blocks it.
pub fn cross_origin_resource_policy_check(
    origin: &Origin,
    url: &Url,
    header_list: &HeaderList,
) -> Result<(), Refused> {
    let policy = header_list.get("cross-origin-resource-policy").unwrap_or_default();
    let allowed = match &*policy {
        b"same-origin" => origin.is_same_origin_with(url),
        b"same-site" => {
            let secure = origin.as_tuple().is_some_and(|t| t.scheme() == "https");
            origin.is_schemelessly_same_site_with(url) && (secure || url.scheme() != "https")
        }
        _ => true,
    };
    if allowed {
        Ok(())
    } else {
        Err((Because::CrossOriginResourcePolicy(policy.into_owned()), CORP_CHECK.step("5")))
    }
}
