#![doc = include_str!("server_error_hidden.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "server-error-hidden",
    rank: Rank::WhoAnswered,
    page: include_str!("server_error_hidden.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    evidence.refused_actual().filter(|s| s.index == shown.index)?;
    let crashed = shown.status().is_some_and(|n| matches!(n, 500 | 501 | 505..));
    let page = generic_error_page(&shown)?;
    crashed.then(|| {
        let draft = Draft::at(Certainty::Certain, evidence, &shown)
            .status(&shown, "an answer with CORS headers");
        if page.is_empty() { draft } else { draft.body(&shown, &page) }
    })
}

/// What a body says that nobody wrote for this very failure: a framework's or a server's page, a
/// stack trace, or nothing at all. `None` where the application gave its own reason.
fn generic_error_page(shown: &Shown<'_>) -> Option<String> {
    const WORDS: [&str; 7] = [
        "internal server error",
        "internal_server_error",
        "server error",
        "service panicked",
        "traceback (most recent call last)",
        "whitelabel error page",
        "unhandled",
    ];
    let body = shown.body();
    let telling = body.lines().find(|line| {
        let line = line.to_ascii_lowercase();
        WORDS.iter().any(|word| line.contains(word))
            || shown.is_html() && line.contains("error: ")
            || is_stack_frame(line.trim())
    });
    match telling {
        Some(line) => Some(line.trim().chars().take(80).collect()),
        None => (body.trim().is_empty() || shown.is_html()).then(String::new),
    }
}

/// A frame as Java, JavaScript and .NET write it.
fn is_stack_frame(line: &str) -> bool {
    line.starts_with("at ") && line.contains('(') && line.ends_with(')')
}
