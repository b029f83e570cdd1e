//! [Scheme fetch](https://fetch.spec.whatwg.org/#concept-scheme-fetch) for the schemes that need no
//! network: `data:` and `about:`.

use crate::exchange::HttpResponse;
use data_url::DataUrl;
use url::Url;

/// The response to a `data:` URL, or to `about:blank`; `None` is the standard's network error.
#[must_use]
pub fn scheme_fetch(url: &Url) -> Option<HttpResponse> {
    match url.scheme() {
        "about" if url.path() == "blank" => {
            Some(ok("text/html;charset=utf-8".to_owned(), Vec::new()))
        }
        "data" => {
            let data = DataUrl::process(url.as_str()).ok()?;
            let (body, _) = data.decode_to_vec().ok()?;
            Some(ok(data.mime_type().to_string(), body))
        }
        _ => None,
    }
}

fn ok(content_type: String, body: Vec<u8>) -> HttpResponse {
    let mut response =
        HttpResponse { status: 200, status_text: b"OK".to_vec(), body, ..HttpResponse::default() };
    response.header_list.append("Content-Type", content_type.into_bytes());
    response
}
