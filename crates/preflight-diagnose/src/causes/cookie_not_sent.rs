#![doc = include_str!("cookie_not_sent.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::rank::Rank;
use preflight_fetch::{CredentialsMode, RequestMode};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "cookie-not-sent",
    rank: Rank::AllowOrigin,
    page: include_str!("cookie_not_sent.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let actual = evidence.actual().filter(|_| evidence.passes())?;
    let request = &evidence.question.request;
    let url = &actual.request().url;
    if request.origin().is_same_origin_with(url) || request.mode() == RequestMode::NoCors {
        return None;
    }
    if request.credentials_mode() != CredentialsMode::Include {
        return not_asked_for(evidence, &actual);
    }
    if request.origin().is_same_site_with(url) {
        return None;
    }
    not_for_other_sites(&actual).or_else(|| perhaps_blocked(evidence, &actual))
}

/// The server would take cookies, and the script did not ask for them to be sent or kept.
fn not_asked_for(evidence: &Evidence<'_>, actual: &Shown<'_>) -> Option<Draft> {
    let request = &evidence.question.request;
    let expects = actual.header("access-control-allow-credentials").as_deref() == Some("true");
    let sets = actual.header("set-cookie").is_some();
    let denies = is_denied(actual) && !request.header_list().contains("authorization");
    if !expects || !(sets || denies) {
        return None;
    }
    let certainty = if sets { Certainty::Certain } else { Certainty::Likely };
    let mode = request.credentials_mode().as_str();
    let draft = Draft::new(certainty);
    let draft =
        if sets { draft.header(actual, "Set-Cookie", "") } else { draft.status(actual, "") };
    Some(
        draft
            .mark(actual, "Access-Control-Allow-Credentials")
            .unsent("credentials", mode, "include")
            .note(if sets {
                "the browser drops the cookie, since the script did not ask for credentials"
            } else {
                "the browser sends no cookie, since the script did not ask for credentials"
            }),
    )
}

/// The cookie that this answer sets is none that goes to another site's API.
fn not_for_other_sites(actual: &Shown<'_>) -> Option<Draft> {
    let faults = |line: String| fault(&line);
    let (certainty, note) = actual.lines("set-cookie").into_iter().find_map(faults)?;
    let draft = Draft::new(certainty).header(actual, "Set-Cookie", "SameSite=None; Secure");
    Some(draft.note(note))
}

/// Why a cookie does not go along to another site.
fn fault(line: &str) -> Option<(Certainty, &'static str)> {
    let attributes: Vec<String> =
        line.split(';').skip(1).map(|a| a.trim().to_ascii_lowercase()).collect();
    let secure = attributes.iter().any(|a| a == "secure");
    let same_site = attributes.iter().rev().find_map(|a| a.strip_prefix("samesite="));
    match same_site.map(str::trim) {
        Some("lax" | "strict") => Some((
            Certainty::Certain,
            "page and API are different sites, for which this cookie is not meant",
        )),
        Some("none") if secure => None,
        Some("none") => {
            Some((Certainty::Certain, "browsers drop `SameSite=None` without `Secure`"))
        }
        _ => Some((Certainty::Likely, "Chromium takes a cookie without `SameSite` for `Lax`")),
    }
}

/// The server denies a request that asked for cookies and had none to send.
fn perhaps_blocked(evidence: &Evidence<'_>, actual: &Shown<'_>) -> Option<Draft> {
    let sent = |name: &str| actual.request_header(name).is_some();
    let wants_token = actual.header("www-authenticate").is_some();
    let token = evidence.question.request.header_list().contains("authorization");
    if !is_denied(actual) || sent("cookie") || token || wants_token {
        return None;
    }
    Some(
        Draft::new(Certainty::Possible)
            .status(actual, "")
            .unsent("credentials", "include", "")
            .note("a browser that is logged in and still sends none blocks cookies of other sites"),
    )
}

fn is_denied(actual: &Shown<'_>) -> bool {
    matches!(actual.status(), Some(401 | 403))
}
