//! What `fetch()`'s promise rejects with: all that a script ever learns of a refusal.

use super::Browser;
use crate::http::header_list::text;
use crate::request::RequestError;
use crate::trace::Because;
use std::borrow::Cow;

impl Browser {
    /// The text of the `TypeError` for every network error. The standard leaves it open.
    #[must_use]
    pub const fn network_error_text(self) -> &'static str {
        match self {
            Self::Standard => "TypeError: network error",
            Self::Chromium => "TypeError: Failed to fetch",
            Self::Firefox => "TypeError: NetworkError when attempting to fetch resource.",
            Self::WebKit => "TypeError: Load failed",
        }
    }
}

impl Because {
    /// What the promise of `fetch()` rejects with in this browser: the error's name and text.
    #[must_use]
    pub fn rejection(&self, browser: Browser) -> Cow<'static, str> {
        match (self, browser) {
            (Self::NotARequest(error), _) => error.type_error(browser).into(),
            (Self::StreamUnsupported, Browser::WebKit) => {
                "NotSupportedError: ReadableStream uploading is not supported".into()
            }
            _ => browser.network_error_text().into(),
        }
    }
}

impl RequestError {
    /// The `TypeError` that `fetch()` rejects with in this browser. The standard leaves the text
    /// open; ours stands there.
    #[must_use]
    pub fn type_error(&self, browser: Browser) -> String {
        match browser {
            Browser::Standard => format!("TypeError: {self}"),
            Browser::Chromium => {
                format!("TypeError: Failed to execute 'fetch' on 'Window': {}", self.chromium())
            }
            Browser::Firefox => format!("TypeError: Window.fetch: {}.", self.firefox()),
            Browser::WebKit => format!("TypeError: {}", self.webkit()),
        }
    }

    fn chromium(&self) -> Cow<'static, str> {
        match self {
            Self::BodyNotAllowed(_) => "Request with GET/HEAD method cannot have body.".into(),
            Self::ForbiddenMethod(method) => {
                format!("'{method}' HTTP method is unsupported.").into()
            }
            Self::InvalidHeaderName(_) => "Invalid name".into(),
            Self::InvalidHeaderValue { .. } => "Invalid value".into(),
            Self::InvalidMethod(method) => format!("'{method}' is not a valid HTTP method.").into(),
            Self::NoCorsMethod(method) => {
                format!("'{method}' is unsupported in no-cors mode.").into()
            }
            Self::OnlyIfCached(_) => {
                "'only-if-cached' can be set only with 'same-origin' mode".into()
            }
            Self::StreamMode => {
                "If request is made from ReadableStream, mode should be\"same-origin\" or \"cors\""
                    .into()
            }
            Self::UrlWithCredentials(url) => {
                format!("Request cannot be constructed from a URL that includes credentials: {url}")
                    .into()
            }
        }
    }

    fn firefox(&self) -> Cow<'static, str> {
        match self {
            Self::BodyNotAllowed(_) => "HEAD or GET Request cannot have a body".into(),
            Self::ForbiddenMethod(method)
            | Self::InvalidMethod(method)
            | Self::NoCorsMethod(method) => {
                format!("Invalid request method {}", lossy(method)).into()
            }
            Self::InvalidHeaderName(name) => {
                // It prints a C string.
                let shown = name.split('\0').next().unwrap_or_default().to_ascii_lowercase();
                format!("{} is an invalid header name", lossy(&shown)).into()
            }
            Self::InvalidHeaderValue { value, .. } => {
                // It prints a C string.
                let shown = value.split(|&b| b == 0).next().unwrap_or_default();
                format!("{} is an invalid header value", text(shown)).into()
            }
            Self::OnlyIfCached(mode) => format!(
                "Request mode '{}' was used, but request cache mode 'only-if-cached' can only be used with request mode 'same-origin'",
                mode.as_str()
            )
            .into(),
            Self::StreamMode => self.to_string().into(),
            Self::UrlWithCredentials(url) => {
                format!("{url} is an url with embedded credentials").into()
            }
        }
    }

    fn webkit(&self) -> Cow<'static, str> {
        match self {
            Self::BodyNotAllowed(method) => {
                format!("Request has method '{method}' and cannot have a body").into()
            }
            Self::ForbiddenMethod(_) => "Method is forbidden.".into(),
            Self::InvalidHeaderName(name) => format!("Invalid header name: '{name}'").into(),
            Self::InvalidHeaderValue { name, value } => {
                format!("Header '{name}' has invalid value: '{}'", text(value)).into()
            }
            Self::InvalidMethod(_) => "Method is not a valid HTTP token.".into(),
            Self::NoCorsMethod(_) => "Method must be GET, POST or HEAD in no-cors mode.".into(),
            Self::OnlyIfCached(_) => {
                "only-if-cached cache option requires fetch mode to be same-origin.".into()
            }
            Self::StreamMode => self.to_string().into(),
            Self::UrlWithCredentials(_) => "URL is not valid or contains user credentials.".into(),
        }
    }
}

/// Firefox takes the bytes of names for UTF-8.
fn lossy(text: &str) -> String {
    text.replace(|c: char| !c.is_ascii(), "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Read off Chromium 156, Firefox 153 and WebKitGTK 2.50.6.
    #[test]
    fn as_the_engines_print_it() {
        let texts = |error: RequestError| Browser::ENGINES.map(|b| error.type_error(b));
        let value =
            RequestError::InvalidHeaderValue { name: "x-foo".into(), value: b"a\nb".into() };
        assert_eq!(
            texts(value),
            [
                "TypeError: Failed to execute 'fetch' on 'Window': Invalid value",
                "TypeError: Window.fetch: a\nb is an invalid header value.",
                "TypeError: Header 'x-foo' has invalid value: 'a\nb'",
            ]
        );
        assert_eq!(
            texts(RequestError::BodyNotAllowed("HEAD".into())),
            [
                "TypeError: Failed to execute 'fetch' on 'Window': Request with GET/HEAD method cannot have body.",
                "TypeError: Window.fetch: HEAD or GET Request cannot have a body.",
                "TypeError: Request has method 'HEAD' and cannot have a body",
            ]
        );
        assert_eq!(
            texts(RequestError::ForbiddenMethod("trace".into())),
            [
                "TypeError: Failed to execute 'fetch' on 'Window': 'trace' HTTP method is unsupported.",
                "TypeError: Window.fetch: Invalid request method trace.",
                "TypeError: Method is forbidden.",
            ]
        );
    }
}
