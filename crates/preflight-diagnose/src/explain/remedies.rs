//! What people try and what does not help, by the kind of message. Never advised, always explained.

use preflight_report::Remedy;

const NO_CORS: Remedy = Remedy {
    what: "`mode: 'no-cors'`",
    why: "the request goes out, but its response is opaque: the script can read neither status nor body",
};
const BROWSER: Remedy = Remedy {
    what: "a browser extension or `--disable-web-security`",
    why: "it changes your own browser only, and takes its protection away on every site",
};
const PROXY: Remedy = Remedy {
    what: "a public CORS proxy",
    why: "a stranger reads and can change all that passes, tokens included, and may stop any day",
};
const REQUEST_HEADERS: Remedy = Remedy {
    what: "`Access-Control-Allow-Origin` among the request's headers",
    why: "it is a response header: the request only gets a preflight more",
};
const CURL: Remedy = Remedy {
    what: "trying it with curl or Postman",
    why: "they enforce no CORS: that it works there shows only that the server can be reached",
};
const SERVER_HEADERS: Remedy =
    Remedy { what: "CORS headers on the server", why: "no response of it was judged here" };
const NETWORK_GATE: Remedy = Remedy {
    what: "CORS headers, or `Access-Control-Allow-Private-Network`",
    why: "Chromium refuses before anything is sent, and asks for no such header any more",
};
const PAGE_POLICY: Remedy = Remedy {
    what: "CORS headers on the API",
    why: "the policy belongs to the page: its server sends it, or a `<meta>` in it",
};
const COOKIE: Remedy = Remedy {
    what: "more CORS headers",
    why: "they allow reading; whether a cookie goes along is up to its SameSite and Secure attributes and to the browser's settings",
};
const ALLOW_NULL: Remedy = Remedy {
    what: "allowing the origin `null`",
    why: "any site can send it, from a sandboxed frame",
};

/// The remedies of this list that do not help.
pub(super) fn list(name: &str, origin_is_null: bool) -> Vec<Remedy> {
    let mut remedies = match name {
        "cors" => vec![NO_CORS, BROWSER, PROXY, REQUEST_HEADERS, CURL],
        "network-gate" => vec![NETWORK_GATE, NO_CORS],
        "page-policy" => vec![PAGE_POLICY, NO_CORS],
        "not-cors" => vec![SERVER_HEADERS, NO_CORS],
        "client" => vec![SERVER_HEADERS],
        "cookie" => vec![COOKIE],
        _ => Vec::new(),
    };
    if origin_is_null {
        remedies.insert(0, ALLOW_NULL);
    }
    remedies
}
