//! The measured orders. What stands before, between and after the script's own headers in Chromium
//! comes out of a hash table there and moves with their names and number; the table shows the most
//! frequent case, which is exact without headers of the script's own.

use super::Slot::{
    AcceptEncoding, Default, Dest, Fixed, Hint, Host, Mode, Model, NoBodyLength, Own, Priority,
    Script, Site, StorageAccess,
};
use super::{Slot, is_cors, is_preflight};
use crate::Initiator;
use crate::browsers::Browser;
use crate::exchange::HttpRequest;

/// The order of the lines of this request in this browser.
pub(super) fn order(browser: Browser, request: &HttpRequest) -> &'static [Slot] {
    let preflight = is_preflight(request);
    let initiator = request.fetch_metadata.map_or(Initiator::Fetch, |m| m.initiator);
    match (browser, initiator) {
        (Browser::Standard, _) => STANDARD,
        (Browser::Chromium, _) if preflight => CHROMIUM_PREFLIGHT,
        (Browser::Chromium, Initiator::Image | Initiator::Stylesheet) => CHROMIUM_ELEMENT,
        (Browser::Chromium, _) => CHROMIUM_FETCH,
        (Browser::Firefox, _) if preflight => FIREFOX_PREFLIGHT,
        (Browser::Firefox, Initiator::Fetch) => FIREFOX_FETCH,
        (Browser::Firefox, _) => FIREFOX_OTHER,
        (Browser::WebKit, _) if preflight => WEBKIT_PREFLIGHT,
        (Browser::WebKit, Initiator::Fetch) if is_cors(request) => WEBKIT_CORS_FETCH,
        (Browser::WebKit, Initiator::Fetch) => WEBKIT_FETCH,
        (Browser::WebKit, _) => WEBKIT_OTHER,
    }
}

/// The `Accept` of an image.
pub(super) const fn image_accept(browser: Browser) -> &'static str {
    match browser {
        Browser::Standard => "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        Browser::Chromium => {
            "image/jxl,image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
        }
        Browser::Firefox => "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        Browser::WebKit => {
            "image/webp,image/avif,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"
        }
    }
}

const ALL_CODINGS: &str = "gzip, deflate, br, zstd";
const OLD_CODINGS: &str = "gzip, deflate";

/// What the standard's persona calls itself.
const PREFLIGHT: &str = concat!(
    "preflight/",
    env!("CARGO_PKG_VERSION"),
    " (+https://github.com/preflight-cors/preflight)"
);

const STANDARD: &[Slot] = &[
    Host,
    Fixed("Connection", "keep-alive"),
    Default("User-Agent", PREFLIGHT),
    Default("Accept", "*/*"),
    AcceptEncoding(ALL_CODINGS, ALL_CODINGS, ALL_CODINGS),
    Script(None),
    Own("Access-Control-Request-Method"),
    Own("Access-Control-Request-Headers"),
    Own("Content-Length"),
    Own("Origin"),
    Own("Referer"),
    Dest,
    Mode(false),
    Site,
];

/// Chromium on Linux as one who sits before it sees it: headless, it says `HeadlessChrome`.
const CHROMIUM: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const CHROMIUM_ENCODINGS: Slot = AcceptEncoding(ALL_CODINGS, ALL_CODINGS, OLD_CODINGS);
const CHROMIUM_LANGUAGE: Slot = Default("Accept-Language", "en-US,en;q=0.9");
const HINT_PLATFORM: Slot = Hint("sec-ch-ua-platform", "\"Linux\"");
const HINT_BRANDS: Slot = Hint("sec-ch-ua", "\"Not:A-Brand\";v=\"8\", \"Chromium\";v=\"156\"");
const HINT_MOBILE: Slot = Hint("sec-ch-ua-mobile", "?0");

const CHROMIUM_PREFLIGHT: &[Slot] = &[
    Host,
    Fixed("Connection", "keep-alive"),
    Own("Pragma"),
    Own("Cache-Control"),
    Own("Accept"),
    Own("Access-Control-Request-Method"),
    Own("Access-Control-Request-Headers"),
    Own("Origin"),
    Fixed("User-Agent", CHROMIUM),
    // The one line of these that goes to plain http as well.
    Mode(true),
    Site,
    Dest,
    Own("Referer"),
    CHROMIUM_ENCODINGS,
    CHROMIUM_LANGUAGE,
];

const CHROMIUM_FETCH: &[Slot] = &[
    Host,
    Fixed("Connection", "keep-alive"),
    Own("Content-Length"),
    Own("Pragma"),
    Own("Cache-Control"),
    HINT_PLATFORM,
    Fixed("User-Agent", CHROMIUM),
    HINT_BRANDS,
    Own("Content-Type"),
    Script(None),
    HINT_MOBILE,
    Own("Accept"),
    Own("Origin"),
    Site,
    Mode(false),
    Dest,
    StorageAccess,
    Own("Referer"),
    CHROMIUM_ENCODINGS,
    CHROMIUM_LANGUAGE,
    Own("Cookie"),
];

const CHROMIUM_ELEMENT: &[Slot] = &[
    Host,
    Fixed("Connection", "keep-alive"),
    Own("Origin"),
    HINT_PLATFORM,
    Fixed("User-Agent", CHROMIUM),
    HINT_BRANDS,
    HINT_MOBILE,
    Own("Accept"),
    Site,
    Mode(false),
    Dest,
    StorageAccess,
    Own("Referer"),
    CHROMIUM_ENCODINGS,
    CHROMIUM_LANGUAGE,
    Own("Cookie"),
];

const FIREFOX: Slot =
    Default("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0");
const FIREFOX_LANGUAGE: Slot = Default("Accept-Language", "en-US,en;q=0.9");
const FIREFOX_ENCODINGS: Slot = AcceptEncoding(ALL_CODINGS, ALL_CODINGS, OLD_CODINGS);

const FIREFOX_PREFLIGHT: &[Slot] = &[
    Host,
    FIREFOX,
    Own("Accept"),
    FIREFOX_LANGUAGE,
    FIREFOX_ENCODINGS,
    Own("Access-Control-Request-Method"),
    Own("Access-Control-Request-Headers"),
    Own("Referer"),
    Own("Origin"),
    Fixed("Connection", "keep-alive"),
    Dest,
    Mode(false),
    Site,
    Priority,
    Model("Pragma"),
    Model("Cache-Control"),
];

const FIREFOX_FETCH: &[Slot] = &[
    Host,
    FIREFOX,
    Own("Accept"),
    FIREFOX_LANGUAGE,
    FIREFOX_ENCODINGS,
    Own("Referer"),
    Script(None),
    Own("Content-Length"),
    Own("Origin"),
    StorageAccess,
    Fixed("Connection", "keep-alive"),
    Own("Cookie"),
    Dest,
    Mode(false),
    Site,
    Priority,
    Model("Pragma"),
    Model("Cache-Control"),
    NoBodyLength,
];

/// `XMLHttpRequest`, images, stylesheets, `EventSource`: the referrer comes later.
const FIREFOX_OTHER: &[Slot] = &[
    Host,
    FIREFOX,
    Own("Accept"),
    FIREFOX_LANGUAGE,
    FIREFOX_ENCODINGS,
    Script(None),
    Own("Content-Length"),
    Own("Origin"),
    StorageAccess,
    Fixed("Connection", "keep-alive"),
    Own("Referer"),
    Own("Cookie"),
    Dest,
    Mode(false),
    Site,
    Priority,
    Model("Pragma"),
    Model("Cache-Control"),
    NoBodyLength,
];

const WEBKIT: Slot = Default(
    "User-Agent",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/60.5 Safari/605.1.15",
);
const WEBKIT_ENCODINGS: Slot = AcceptEncoding("gzip, deflate, br", OLD_CODINGS, OLD_CODINGS);
const WEBKIT_LANGUAGE: Slot = Default("Accept-Language", "en-US");
const WEBKIT_CONNECTION: Slot = Fixed("Connection", "Keep-Alive");

/// The names that WebKit keeps in a table of their own: a script's headers of these names come first,
/// all others last.
const WEBKIT_COMMON: &[&str] = &[
    "Accept",
    "Accept-Language",
    "Accept-Ranges",
    "Age",
    "Authorization",
    "Cache-Control",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Location",
    "Content-Range",
    "Content-Security-Policy",
    "Content-Type",
    "ETag",
    "Expires",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Last-Event-ID",
    "Last-Modified",
    "Link",
    "Location",
    "Ping-From",
    "Ping-To",
    "Pragma",
    "Purpose",
    "Range",
    "Refresh",
    "Server",
    "Upgrade-Insecure-Requests",
    "User-Agent",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-XSS-Protection",
];

const WEBKIT_PREFLIGHT: &[Slot] = &[
    Own("Origin"),
    Own("Access-Control-Request-Method"),
    Own("Referer"),
    Own("Access-Control-Request-Headers"),
    WEBKIT,
    Own("Accept"),
    WEBKIT_ENCODINGS,
    WEBKIT_LANGUAGE,
    WEBKIT_CONNECTION,
    Host,
    Mode(false),
    Dest,
    Site,
];

/// `fetch()` to another origin.
const WEBKIT_CORS_FETCH: &[Slot] = &[
    Script(Some(WEBKIT_COMMON)),
    Own("Origin"),
    Own("Referer"),
    Model("Accept"),
    WEBKIT,
    Model("Pragma"),
    Model("Cache-Control"),
    Own("Content-Length"),
    WEBKIT_ENCODINGS,
    WEBKIT_LANGUAGE,
    WEBKIT_CONNECTION,
    Host,
    NoBodyLength,
    Own("Cookie"),
    Dest,
    Mode(false),
    Site,
    Script(None),
];

/// `fetch()` to the page's own origin, or in mode `no-cors`.
const WEBKIT_FETCH: &[Slot] = &[
    Script(Some(WEBKIT_COMMON)),
    Own("Referer"),
    Model("Accept"),
    Own("Origin"),
    WEBKIT,
    Model("Pragma"),
    Model("Cache-Control"),
    Own("Content-Length"),
    WEBKIT_ENCODINGS,
    WEBKIT_LANGUAGE,
    WEBKIT_CONNECTION,
    Host,
    NoBodyLength,
    Own("Cookie"),
    Dest,
    Mode(false),
    Site,
    Script(None),
];

/// `XMLHttpRequest`, images, stylesheets.
const WEBKIT_OTHER: &[Slot] = &[
    Script(Some(WEBKIT_COMMON)),
    Own("Origin"),
    Model("Accept"),
    Own("Referer"),
    WEBKIT,
    Model("Pragma"),
    Model("Cache-Control"),
    Own("Content-Length"),
    WEBKIT_ENCODINGS,
    WEBKIT_LANGUAGE,
    WEBKIT_CONNECTION,
    Host,
    NoBodyLength,
    Own("Cookie"),
    Dest,
    Mode(false),
    Site,
    Script(None),
];
