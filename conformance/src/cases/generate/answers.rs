//! What servers answer.

use super::{includes, spoil};
use crate::cases::vocabulary::{has, word};
use crate::cases::{Answer, Call, bytes};
use crate::random::Random;

/// What an answer has to fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// The `Origin` that arrives is `null`.
    pub(super) tainted: bool,
    /// The same is asked twice.
    pub(super) repeated: bool,
}

const OK: &[u16] = &[200, 204];
const PREFLIGHT: &[u16] = &[
    201, 202, 206, 299, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 429, 500, 503,
];
const ACTUAL: &[u16] = &[
    201, 202, 203, 204, 205, 206, 226, 299, 300, 302, 304, 305, 306, 308, 400, 401, 403, 404, 405,
    410, 418, 429, 500, 502, 503, 599,
];

/// The answers to preflights, one for each call.
pub(super) fn preflights(random: &mut Random, calls: &[Call], context: Context) -> Vec<Answer> {
    let count = if context.repeated && random.chance(40) { 2 } else { 1 };
    (0..count).map(|at| preflight(random, &calls[at.min(calls.len() - 1)], context)).collect()
}

fn preflight(random: &mut Random, call: &Call, context: Context) -> Answer {
    let status = random.chance(82);
    let status = random.pick(if status { OK } else { PREFLIGHT });
    let mut answer = Answer::new(status);
    origin(random, &mut answer, call, context);
    let methods = allowed_methods(random, call);
    answer = answer.with("Access-Control-Allow-Methods", bytes(&methods));
    let names = allowed_headers(random, call);
    if !names.is_empty() || random.chance(20) {
        answer = answer.with("Access-Control-Allow-Headers", bytes(&names));
    }
    if (context.repeated && random.chance(85)) || random.chance(6) {
        answer = answer.with("Access-Control-Max-Age", bytes(&word(random, "max-age")));
    }
    if (300..400).contains(&status) && random.chance(80) {
        answer = answer.with("Location", "{self}?elsewhere");
    }
    spoil(random, &mut answer);
    answer
}

fn allowed_methods(random: &mut Random, call: &Call) -> String {
    let upper = call.method.to_uppercase();
    let method = if random.chance(90) { &upper } else { &call.method };
    match random.below(10) {
        0 => "*".to_owned(),
        1 => format!("GET, {method}"),
        2 => format!("{method},POST"),
        3 | 4 => "GET, HEAD, PUT, PATCH, POST, DELETE".to_owned(),
        5 => call.method.clone(),
        _ => method.clone(),
    }
}

fn allowed_headers(random: &mut Random, call: &Call) -> String {
    let names = call.headers.iter().map(|(name, _)| name.as_str());
    // A NUL would make the answer no HTTP.
    let names: Vec<&str> = names.filter(|name| !name.contains('\0')).collect();
    match random.below(10) {
        0 | 1 => "*".to_owned(),
        2 => "*, authorization".to_owned(),
        3 => names.join(", ").to_ascii_uppercase(),
        4 => "content-type, authorization, x-foo".to_owned(),
        _ => names.join(","),
    }
}

/// The answers to the requests themselves.
pub(super) fn actuals(random: &mut Random, calls: &[Call], context: Context) -> Vec<Answer> {
    let count = if context.repeated && random.chance(40) { 2 } else { 1 };
    (0..count).map(|at| actual(random, &calls[at.min(calls.len() - 1)], context)).collect()
}

fn actual(random: &mut Random, call: &Call, context: Context) -> Answer {
    let status = if random.chance(74) { 200 } else { random.pick(ACTUAL) };
    let mut answer = Answer::new(status);
    origin(random, &mut answer, call, context);
    for _ in 0..random.weighted(&[(55, 0), (25, 1), (15, 2), (5, 4)]) {
        let name = word(random, "response header");
        answer = answer.with(&name, bytes(&word(random, "response value")));
    }
    if random.chance(35) {
        let value = word(random, "expose");
        answer = answer.with("Access-Control-Expose-Headers", bytes(&value));
    }
    if random.chance(6) {
        answer = answer.with("Cross-Origin-Resource-Policy", bytes(&word(random, "corp")));
    }
    spoil(random, &mut answer);
    answer
}

/// A redirect to the next hop, or to somewhere odd.
pub(super) fn redirect(random: &mut Random, call: &Call, context: Context) -> Answer {
    let mut answer = Answer::new(random.pick(&[301, 302, 303, 307, 308]));
    origin(random, &mut answer, call, context);
    let kind = random.weighted(&[
        (70, "location: next"),
        (16, "location: next, odd"),
        (10, "location: credentials"),
        (4, "location: elsewhere"),
    ]);
    let location = bytes(&word(random, kind));
    match random.below(100) {
        0 => {}
        1 => answer = answer.with("Location", &location).with("Location", &location),
        2 => answer = answer.with("Location", &location).with("Location", "{self}?other"),
        _ => answer = answer.with("Location", &location),
    }
    if random.chance(4) {
        answer = answer.with("Referrer-Policy", bytes(&word(random, "referrer-policy")));
    }
    if random.chance(20) {
        spoil(random, &mut answer);
    }
    answer
}

/// `Access-Control-Allow-Origin` and `-Credentials` that mostly fit.
fn origin(random: &mut Random, answer: &mut Answer, call: &Call, context: Context) {
    let own = if context.tainted && random.chance(75) { "null" } else { "{page}" };
    let wildcard = if includes(call) { 8 } else { 45 };
    let value = if random.chance(wildcard) { "*" } else { own };
    let mut with = |name: &str, value: &str| answer.headers.push((name.to_owned(), value.into()));
    with("Access-Control-Allow-Origin", value);
    if includes(call) || random.chance(15) {
        with("Access-Control-Allow-Credentials", "true");
    }
}

/// One header of an answer dropped, doubled, emptied, or written otherwise.
pub(super) fn spoil_one(random: &mut Random, answer: &mut Answer) {
    let places: Vec<usize> =
        (0..answer.headers.len()).filter(|&at| has(&answer.headers[at].0)).collect();
    if places.is_empty() {
        return;
    }
    let at = random.pick(&places);
    let (name, value) = answer.headers[at].clone();
    match random.below(8) {
        0 | 1 => {
            answer.headers.remove(at);
        }
        2 => answer.headers.insert(at, (name, value)),
        3 => answer.headers.insert(at, (name.clone(), other_value(random, &name))),
        4 => answer.headers[at].1 = rewritten(random, &value),
        _ => answer.headers[at].1 = other_value(random, &name),
    }
}

fn other_value(random: &mut Random, name: &str) -> Vec<u8> {
    let odd = random.chance(12);
    bytes(&word(random, if odd { "any header's odd value" } else { name }))
}

/// The same value in another spelling.
fn rewritten(random: &mut Random, value: &[u8]) -> Vec<u8> {
    match random.below(8) {
        0 => value.to_ascii_uppercase(),
        1 => value.to_ascii_lowercase(),
        2 => [b"  ", value, b" \t"].concat(),
        3 => [value, b","].concat(),
        4 => [b",", value].concat(),
        5 => [value, b", ", value].concat(),
        6 => [b"\"", value, b"\""].concat(),
        _ => value[..value.len().saturating_sub(1)].to_vec(),
    }
}
