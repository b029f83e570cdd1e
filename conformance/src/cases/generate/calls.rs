//! What a page asks for.

use super::{body, modes};
use crate::cases::vocabulary::word;
use crate::cases::{Call, CallBody};
use crate::random::Random;
use preflight_fetch::CacheMode;

/// One call.
pub(super) fn call(random: &mut Random) -> Call {
    let method = method(random);
    let (mode, credentials, redirect) = modes(random);
    let body = body(random, &method);
    let count = random.weighted(&[(30, 0), (34, 1), (22, 2), (10, 3), (4, 4)]);
    let mut headers: Vec<_> = (0..count).map(|_| header(random)).collect();
    if random.chance(3) {
        headers.extend(many(random));
    }
    if random.chance(4) && !headers.is_empty() {
        let (name, _) = random.pick(&headers);
        let value = value(random, &name);
        headers.push((name, value));
    }
    let cache = if random.chance(4) {
        random.pick(&[
            CacheMode::NoStore,
            CacheMode::Reload,
            CacheMode::NoCache,
            CacheMode::ForceCache,
        ])
    } else {
        CacheMode::Default
    };
    let fragment = random.chance(4);
    Call { method, headers, mode, credentials, redirect, cache, fragment, body }
}

/// The second call: the same again, or with one thing changed.
pub(super) fn again(random: &mut Random, first: &Call) -> Call {
    let mut call = first.clone();
    match random.below(9) {
        8 => call.fragment = !call.fragment,
        0 => call.method = method(random),
        1 => call.credentials = modes(random).1,
        2 => call.headers.push(header(random)),
        3 => {
            call.headers.pop();
        }
        _ => {}
    }
    if ["GET", "HEAD"].iter().any(|m| call.method.eq_ignore_ascii_case(m)) {
        call.body = CallBody::None;
    }
    call
}

fn method(random: &mut Random) -> String {
    match random.weighted(&[(78, 0), (20, 1), (2, 2)]) {
        0 => random
            .weighted(&[
                (30, "GET"),
                (22, "POST"),
                (24, "PUT"),
                (10, "DELETE"),
                (8, "PATCH"),
                (6, "HEAD"),
            ])
            .to_owned(),
        1 => word(random, "method: odd"),
        _ => word(random, "method: refused"),
    }
}

fn header(random: &mut Random) -> (String, String) {
    let kind = random.weighted(&[
        (42, "request header: safelisted"),
        (44, "request header: unsafe"),
        (6, "request header: engine"),
        (7, "request header: forbidden"),
        (1, "request header: invalid"),
    ]);
    let name = word(random, kind);
    let value = value(random, &name);
    (name, value)
}

fn value(random: &mut Random, name: &str) -> String {
    if random.chance(8) {
        return odd_value(random);
    }
    let kind = match name.to_ascii_lowercase().as_str() {
        "content-type" => "content-type",
        "range" => "range",
        "accept-language" | "content-language" => "language",
        "accept" => "accept",
        "x-http-method-override" | "x-method-override" => "method override",
        _ => "any value",
    };
    word(random, kind)
}

/// Values at the limits, and bytes at the edges.
fn odd_value(random: &mut Random) -> String {
    match random.below(8) {
        0 => "a".repeat(random.pick(&[127, 128, 129, 1023, 1024, 1025])),
        1 => format!("text/plain;a={}", "b".repeat(random.pick(&[114, 115, 116]))),
        2 => {
            let count = random.below(6) + 1;
            (0..count).map(|_| random.pick(&['a', ';', ',', '=', '/', ' ', '"', '*'])).collect()
        }
        3 if random.chance(20) => word(random, "refused value"),
        _ => word(random, "odd value"),
    }
}

/// Many entries of one safelisted name, around the sum of 1024 bytes.
fn many(random: &mut Random) -> Vec<(String, String)> {
    let name = random.pick(&["Accept", "Accept-Language", "Content-Language"]);
    let count = random.pick(&[2, 7, 8, 9]);
    let size = random.pick(&[60, 63, 64, 114, 127, 128]);
    (0..count).map(|_| (name.to_owned(), "a".repeat(size))).collect()
}
