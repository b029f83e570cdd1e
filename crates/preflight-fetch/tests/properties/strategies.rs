//! What scripts ask and what servers answer, at random but near the edges that matter.

use preflight_fetch::{
    Body, ConnectionError, HttpResponse, Origin, Referrer, RequestInit, Url, browsers::StreamBody,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// A header name: those the standard knows in any case, tokens, and a few that are none.
pub(crate) fn header_name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(vec![
            "Accept", "accept", "ACCEPT-LANGUAGE", "Content-Language", "Content-Type",
            "content-type", "Range", "Authorization", "X-Foo", "x-foo", "X-Bar", "Save-Data",
            "User-Agent", "Cache-Control", "DPR",
        ]).prop_map(str::to_owned),
        2 => select(vec!["Host", "Sec-Foo", "proxy-x", "Cookie", "X-HTTP-Method", "Origin"])
            .prop_map(str::to_owned),
        1 => "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,8}",
        1 => select(vec!["", "a b", "ä", "a:b"]).prop_map(str::to_owned),
    ]
}

/// Any bytes, mostly those of headers.
pub(crate) fn header_value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => select(vec![
            "", "1", "text/plain", "text/plain;charset=utf-8", "application/json", "TEXT/PLAIN ; x",
            "bytes=0-", "bytes=5-1", "bytes=-5", "en, *;q=0.5", "Bearer t", "a\"b", "TRACE", "GET",
        ]).prop_map(|v| v.as_bytes().to_vec()),
        1 => (120_usize..136).prop_map(|n| vec![b'a'; n]),
        1 => vec(any::<u8>(), 0..12),
        1 => "[ -~\t]{0,20}".prop_map(String::into_bytes),
    ]
}

/// Any value that a header's parser lets through.
pub(crate) fn clean_value() -> impl Strategy<Value = Vec<u8>> {
    header_value()
        .prop_map(|value| value.into_iter().filter(|b| !matches!(b, 0 | b'\r' | b'\n')).collect())
}

/// The values of `Access-Control-*` and of `Location` that make a difference, and garbage.
fn cors_header() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let values = |list: &'static [&'static str]| prop_oneof![9 => select(list).prop_map(|v| v.as_bytes().to_vec()), 1 => clean_value()];
    prop_oneof![
        6 => (Just("Access-Control-Allow-Origin"), values(&[
            "*", PAGE, "null", "", "https://shop.example/", "https://SHOP.example", "*, *",
        ])),
        3 => (Just("Access-Control-Allow-Credentials"), values(&["true", "True", "", "false"])),
        4 => (Just("Access-Control-Allow-Methods"), values(&[
            "PUT", "*", "put", "GET, PUT", "PUT,,", "GET; PUT", "", "patch",
        ])),
        4 => (Just("Access-Control-Allow-Headers"), values(&[
            "*", "*,authorization", "x-foo", "X-FOO, content-type", "x foo", "",
        ])),
        1 => (Just("Access-Control-Expose-Headers"), values(&["*", "x-foo", "x foo", "Set-Cookie"])),
        1 => (Just("Access-Control-Max-Age"), values(&["0", "-1", "600", "abc", "99999999999"])),
        3 => (Just("Location"), values(&[
            "/b", "https://api.example/c", "https://other.example/d", "https://shop.example/e",
            "https://u:p@other.example/", "data:,x", "", "https://", "#f", "http://api.example/",
        ])),
        1 => (Just("Referrer-Policy"), values(&["no-referrer", "unsafe-url", "x, origin"])),
        1 => (Just("Set-Cookie"), values(&["a=1", "b=2; Secure; SameSite=None", "; ;", "a=1; Path=/"])),
        1 => (Just("Cross-Origin-Resource-Policy"), values(&["same-origin", "same-site", "x"])),
        2 => (select(vec!["X-Foo", "Content-Type", "ETag"]), clean_value()),
    ]
}

/// The page that asks.
pub(crate) const PAGE: &str = "https://shop.example";

/// An answer: a response that may well let the request through, or a fault.
pub(crate) fn answer() -> impl Strategy<Value = Result<HttpResponse, ConnectionError>> {
    prop_oneof![
        12 => response().prop_map(Ok),
        1 => Just(Err(ConnectionError::Closed)),
        1 => Just(Err(ConnectionError::Refused)),
    ]
}

/// A response.
pub(crate) fn response() -> impl Strategy<Value = HttpResponse> {
    let status = prop_oneof![
        6 => select(vec![200_u16, 204]),
        3 => select(vec![301_u16, 302, 303, 307, 308]),
        1 => select(vec![0_u16, 100, 199, 206, 299, 300, 304, 401, 404, 500, 999]),
    ];
    let open = any::<bool>();
    (status, open, vec(cors_header(), 0..5)).prop_map(|(status, open, headers)| {
        let mut response = HttpResponse::new(status);
        if open {
            response = response
                .with("Access-Control-Allow-Origin", "*")
                .with("Access-Control-Allow-Methods", "*")
                .with("Access-Control-Allow-Headers", "*");
        }
        for (name, value) in headers {
            response.header_list.append(name, value);
        }
        response
    })
}

/// What a page asks for.
pub(crate) fn init() -> impl Strategy<Value = RequestInit> {
    let method = prop_oneof![
        8 => select(vec!["GET", "POST", "PUT", "put", "DELETE", "patch", "PATCH", "HEAD", "get"]),
        1 => select(vec!["TRACE", "", "A B", "*", "$Odd'"]),
    ];
    let mode = prop_oneof![6 => Just("cors"), 1 => Just("no-cors"), 1 => Just("same-origin")];
    let credentials = select(vec!["include", "omit", "same-origin"]);
    let redirect = prop_oneof![6 => Just("follow"), 1 => Just("error"), 1 => Just("manual")];
    let body = prop_oneof![
        6 => Just(None),
        2 => Just(Some(Body::Bytes(b"x".to_vec()))),
        1 => Just(Some(Body::Stream(b"x".to_vec()))),
    ];
    let headers = vec((header_name(), header_value()), 0..5);
    (method, headers, mode, credentials, redirect, body, any::<bool>()).prop_map(
        |(method, headers, mode, credentials, redirect, body, flag)| RequestInit {
            method: method.to_owned(),
            headers,
            body,
            mode: mode.parse().expect("a mode"),
            credentials_mode: credentials.parse().expect("a credentials mode"),
            redirect_mode: redirect.parse().expect("a redirect mode"),
            referrer: Referrer::Url(Box::new(Url::parse("https://shop.example/p?q").expect("URL"))),
            use_cors_preflight: flag,
            ..RequestInit::default()
        },
    )
}

/// Where it goes to.
pub(crate) fn url() -> impl Strategy<Value = Url> {
    let list = [
        "https://api.example/a",
        "https://api.example/a#f",
        "https://api.shop.example/",
        "https://shop.example/own",
        "http://api.example/",
        "http://localhost:8080/",
        "https://api.example:22/",
        "data:text/html;charset=utf-8,x",
        "about:blank",
        "file:///etc/passwd",
        "https://u:p@api.example/",
    ];
    let weights = [12, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1];
    proptest::sample::select(
        list.iter()
            .zip(weights)
            .flat_map(|(text, weight)| {
                std::iter::repeat_n(Url::parse(text).expect("a URL"), weight)
            })
            .collect::<Vec<_>>(),
    )
}

/// Who asks: mostly [`PAGE`], at times a page without an origin.
pub(crate) fn page() -> impl Strategy<Value = Origin> {
    option::weighted(0.9, Just(())).prop_map(|known| match known {
        Some(()) => PAGE.parse().expect("an origin"),
        None => Origin::Opaque,
    })
}

/// Whether this engine does with a stream body what the standard does.
pub(crate) fn streams_as_the_standard(stream_body: StreamBody) -> bool {
    stream_body == StreamBody::Preflighted
}
