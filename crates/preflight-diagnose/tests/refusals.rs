//! No engine blocks a request without a cause that names it: for every way in which the model of a
//! browser refuses, and for every status by which a server may answer.

use casebook::play;
use preflight_diagnose::{Names, Scenario};
use preflight_fetch::{Because, Browser, ConnectionError, TlsFault};
use preflight_report::{Report, Verdict};
use std::collections::BTreeSet;

macro_rules! reasons {
    ($($pattern:pat => $name:literal,)*) => {
        /// The name of every reason.
        const REASONS: &[&str] = &[$($name),*];

        /// The name of a reason: a new one does not compile here before it has one.
        const fn name(because: &Because) -> &'static str {
            match because { $($pattern => $name,)* }
        }
    };
}

reasons! {
    Because::AllowCredentialsNotTrue(_) => "AllowCredentialsNotTrue",
    Because::AllowHeadersUnparsable(_) => "AllowHeadersUnparsable",
    Because::AllowMethodsUnparsable(_) => "AllowMethodsUnparsable",
    Because::AllowOriginDiffers(_) => "AllowOriginDiffers",
    Because::AllowOriginMissing => "AllowOriginMissing",
    Because::AllowOriginWildcardWithCredentials => "AllowOriginWildcardWithCredentials",
    Because::BadPort(_) => "BadPort",
    Because::Connection(ConnectionError::Closed) => "Closed",
    Because::CrossOriginResourcePolicy(_) => "CrossOriginResourcePolicy",
    Because::DisallowedByMode => "DisallowedByMode",
    Because::Connection(ConnectionError::Dns) => "Dns",
    Because::Connection(ConnectionError::Tls(TlsFault::ClientCertificate)) => "ClientCertificate",
    Because::Connection(ConnectionError::Tls(TlsFault::Expired)) => "Expired",
    Because::Connection(ConnectionError::Tls(TlsFault::Handshake(_))) => "Handshake",
    Because::HeaderNotAllowed(_) => "HeaderNotAllowed",
    Because::InsecureLocalNetwork(_) => "InsecureLocalNetwork",
    Because::Connection(ConnectionError::Malformed(_)) => "Malformed",
    Because::MethodNotAllowed => "MethodNotAllowed",
    Because::MixedContent => "MixedContent",
    Because::NoCorsRedirectMode => "NoCorsRedirectMode",
    Because::NotARequest(_) => "NotARequest",
    Because::Connection(ConnectionError::NotPublic) => "NotPublic",
    Because::Connection(ConnectionError::PlaintextOnTlsPort) => "PlaintextOnTlsPort",
    Because::PreflightRedirected(_) => "PreflightRedirected",
    Because::PreflightStatusNotOk(_) => "PreflightStatusNotOk",
    Because::Connection(ConnectionError::Proxy(_)) => "Proxy",
    Because::RedirectDisallowed => "RedirectDisallowed",
    Because::RedirectHasCredentials(_) => "RedirectHasCredentials",
    Because::RedirectLocationInvalid(_) => "RedirectLocationInvalid",
    Because::RedirectSchemeNotHttp(_) => "RedirectSchemeNotHttp",
    Because::Connection(ConnectionError::Refused) => "Refused",
    Because::Connection(ConnectionError::Reset) => "Reset",
    Because::SchemeNotHttp => "SchemeNotHttp",
    Because::StreamNotReplayable => "StreamNotReplayable",
    Because::StreamUnsupported => "StreamUnsupported",
    Because::Connection(ConnectionError::TimedOut(_)) => "TimedOut",
    Because::Connection(ConnectionError::TooLarge(_)) => "TooLarge",
    Because::TooManyRedirects => "TooManyRedirects",
    Because::Connection(ConnectionError::Tls(TlsFault::UnknownIssuer)) => "UnknownIssuer",
    Because::Connection(ConnectionError::Unreachable) => "Unreachable",
    Because::Connection(ConnectionError::Tls(TlsFault::WrongName)) => "WrongName",
}

/// A reason, and a server (with its client) that brings it about in some engine.
const SERVERS: &[(&str, &str)] = &[
    (
        "AllowCredentialsNotTrue",
        "GET {api}/x\ncredentials: include\n\n> *\n< 200\n< Access-Control-Allow-Origin: {page}",
    ),
    (
        "AllowHeadersUnparsable",
        "PUT {api}/x\n\n> *\n< 200\n< Access-Control-Allow-Origin: *\n< Access-Control-Allow-Headers: a b",
    ),
    (
        "AllowMethodsUnparsable",
        "PUT {api}/x\n\n> *\n< 200\n< Access-Control-Allow-Origin: *\n< Access-Control-Allow-Methods: [PUT]",
    ),
    (
        "AllowOriginDiffers",
        "GET {api}/x\n\n> *\n< 200\n< Access-Control-Allow-Origin: https://other.example",
    ),
    ("AllowOriginMissing", "GET {api}/x\n\n> *\n< 200"),
    (
        "AllowOriginWildcardWithCredentials",
        "GET {api}/x\ncredentials: include\n\n> *\n< 200\n< Access-Control-Allow-Origin: *",
    ),
    ("BadPort", "GET {api}:6000/x\n\n> *\n< 200"),
    ("Closed", "GET {api}/x\n\n> *\n< !closed"),
    ("Dns", "GET {api}/x\n\n> *\n< !dns"),
    (
        // Firefox takes several Location lines that differ for no HTTP.
        "Malformed",
        "GET {api}/x\n\n> *\n< 302\n< Location: /a\n< Location: /b\n< Access-Control-Allow-Origin: *",
    ),
    ("PlaintextOnTlsPort", "GET {api}/x\n\n> *\n< !plain-http"),
    ("Refused", "GET {api}/x\n\n> *\n< !refused"),
    ("Reset", "GET {api}/x\n\n> *\n< !reset"),
    ("TimedOut", "GET {api}/x\n\n> *\n< !timeout"),
    ("Expired", "GET {api}/x\n\n> *\n< !tls expired"),
    ("ClientCertificate", "GET {api}/x\n\n> *\n< !tls client-certificate"),
    ("Handshake", "GET {api}/x\n\n> *\n< !tls handshake"),
    ("UnknownIssuer", "GET {api}/x\n\n> *\n< !tls unknown-issuer"),
    ("WrongName", "GET {api}/x\n\n> *\n< !tls wrong-name"),
    (
        "CrossOriginResourcePolicy",
        "GET {api}/x\nmode: no-cors\n\n> *\n< 200\n< Cross-Origin-Resource-Policy: same-origin",
    ),
    ("DisallowedByMode", "GET {api}/x\nmode: same-origin\n\n> *\n< 200"),
    ("DisallowedByMode", "GET {page}/x\nmode: same-origin\n\n> *\n< 302\n< Location: {api}/x"),
    (
        "HeaderNotAllowed",
        "GET {api}/x\nheader: x-a: 1\n\n> *\n< 200\n< Access-Control-Allow-Origin: *",
    ),
    (
        "InsecureLocalNetwork",
        "GET {http}/x\npage: {page-http}\npage-address: public\ntarget-address: loopback\n\n> *\n< 200",
    ),
    ("MethodNotAllowed", "PUT {api}/x\n\n> *\n< 200\n< Access-Control-Allow-Origin: *"),
    ("MixedContent", "GET {http}/x\n\n> *\n< 200"),
    ("NoCorsRedirectMode", "GET {api}/x\nmode: no-cors\nredirect: error\n\n> *\n< 200"),
    ("NotARequest", "POST {api}/x\nmode: no-cors\nstream: a\n\n> *\n< 200"),
    (
        "PreflightRedirected",
        "PUT {api}/x\n\n> *\n< 307\n< Location: /v2/x\n< Access-Control-Allow-Origin: *",
    ),
    // Without `Location` it is no redirect.
    ("PreflightStatusNotOk", "PUT {api}/x\n\n> *\n< 307\n< Access-Control-Allow-Origin: *"),
    (
        "PreflightStatusNotOk",
        "PUT {api}/x\n\n> *\n< 418\n< Access-Control-Allow-Origin: *\n< Access-Control-Allow-Methods: PUT",
    ),
    (
        "RedirectDisallowed",
        "GET {api}/x\nredirect: error\n\n> *\n< 302\n< Location: /y\n< Access-Control-Allow-Origin: *",
    ),
    ("RedirectDisallowed", "GET {page}/x\nredirect: error\n\n> *\n< 302\n< Location: /y"),
    (
        "RedirectHasCredentials",
        "GET {api}/x\n\n> *\n< 302\n< Location: https://a:b@cdn.example/\n< Access-Control-Allow-Origin: *",
    ),
    (
        "RedirectLocationInvalid",
        "GET {api}/x\n\n> *\n< 302\n< Location: http://:1\n< Access-Control-Allow-Origin: *",
    ),
    (
        "RedirectSchemeNotHttp",
        "GET {api}/x\n\n> *\n< 302\n< Location: app://x\n< Access-Control-Allow-Origin: *",
    ),
    ("SchemeNotHttp", "GET localhost:3000/x\n\n> *\n< 200"),
    ("SchemeNotHttp", "GET wss://api.example/x\n\n> *\n< 200"),
    (
        "StreamUnsupported",
        "POST {api}/x\nstream: a\n\n> *\n< 200\n< Access-Control-Allow-Origin: *",
    ),
    (
        "StreamNotReplayable",
        "POST {api}/x\nstream: a\n\n> OPTIONS\n< 200\n< Access-Control-Allow-Origin: *\n\n> *\n< 307\n< Location: /y\n< Access-Control-Allow-Origin: *",
    ),
    (
        "TooManyRedirects",
        "GET {api}/x\n\n> *\n< 302\n< Location: /x\n< Access-Control-Allow-Origin: *",
    ),
];

/// Reasons that no scripted server brings about, and why.
const NOT_SCRIPTED: [&str; 4] = [
    // A rule of the one who examines for others: browsers know none such.
    "NotPublic",
    // The reader of live sockets alone gives up on a head that is too long.
    "TooLarge",
    // A proxy of the one who examines, or no route from there: browsers are elsewhere.
    "Proxy",
    "Unreachable",
];

fn report(block: &str) -> Report {
    play(&Scenario::parse(block, &Names::casebook()).expect("a scenario"))
}

/// The engines asked for that block without a cause that says so, each with its reason.
pub(crate) fn unnamed(report: &Report) -> Vec<String> {
    let named = |browser: &Browser| report.causes.iter().any(|c| c.blocks.contains(browser));
    let verdicts = report.browsers.iter().filter(|b| report.asked.contains(&b.browser));
    verdicts
        .filter(|b| !named(&b.browser))
        .filter_map(|b| match &b.verdict {
            Verdict::Blocked(refusal) => Some(format!("{}: {}", b.browser.id(), refusal.because)),
            _ => None,
        })
        .collect()
}

#[test]
fn every_reason_has_a_server_and_a_cause() {
    let mut wrong = Vec::new();
    for (reason, block) in SERVERS {
        let report = report(block);
        let reasons = report.browsers.iter().filter_map(|b| match &b.verdict {
            Verdict::Blocked(refusal) => Some(name(&refusal.because)),
            _ => None,
        });
        let reasons: BTreeSet<&str> = reasons.collect();
        if !reasons.contains(reason) {
            wrong.push(format!("{block}\n  {reason} is not among {reasons:?}"));
        }
        wrong.extend(unnamed(&report).iter().map(|who| format!("{block}\n  no cause: {who}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_table_holds_every_reason() {
    let listed: BTreeSet<&str> =
        SERVERS.iter().map(|(reason, _)| *reason).chain(NOT_SCRIPTED).collect();
    assert_eq!(listed, REASONS.iter().copied().collect());
}

/// Who gets the status: the preflight alone, it and GET, the request itself, or everybody; and what
/// all others get.
const ROLES: [(&str, &str); 4] = [
    ("OPTIONS", "200\n< Access-Control-Allow-Origin: *"),
    ("OPTIONS|GET", "200"),
    ("PUT", "204\n< Access-Control-Allow-Origin: *\n< Access-Control-Allow-Methods: PUT"),
    ("*", "200"),
];

#[test]
fn every_status_has_a_cause() {
    let mut wrong = Vec::new();
    for status in (200..=226).chain(300..=308).chain(400..=451).chain(500..=530) {
        let redirects = (300..400).contains(&status);
        let locations: &[&str] = if redirects {
            &["", "\n< Location: /y", "\n< Location: https://cdn.example/x"]
        } else {
            &[""]
        };
        let origins =
            ["", "\n< Access-Control-Allow-Origin: *", "\n< Access-Control-Allow-Origin: {page}"];
        for ((who, others), origin) in ROLES.iter().flat_map(|r| origins.map(|o| (r, o))) {
            for location in locations {
                let answer = format!("{status}{origin}{location}");
                let block = format!("PUT {{api}}/x\n\n> {who}\n< {answer}\n\n> *\n< {others}");
                let unnamed = unnamed(&report(&block));
                if !unnamed.is_empty() {
                    wrong.push(format!("{block}\n  {}", unnamed.join("; ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} are unnamed\n\n{}", wrong.len(), wrong.join("\n\n"));
}
