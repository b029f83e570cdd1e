//! What stands in a cache and what the server says today: told apart by asking past the cache.

use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use preflight_fetch::{Because, RequestKind};
use preflight_report::Certainty;

/// A refused answer, and the fresh one that would pass.
#[derive(Debug, Clone, Copy)]
pub struct Healed<'a> {
    /// The answer that was refused.
    pub shown: Shown<'a>,
    /// What the same request brings past the cache.
    pub fresh: Shown<'a>,
    /// The header by which the refused answer says that it comes from a cache.
    pub mark: Option<&'static str>,
}

impl Healed<'_> {
    /// The finding: certain where the refused answer itself says that it comes from a cache.
    #[must_use]
    pub fn draft(&self, evidence: &Evidence<'_>) -> Draft {
        let name = "Access-Control-Allow-Origin";
        let page = self.shown.request_header("origin").unwrap_or_default();
        let certainty = if self.mark.is_some() { Certainty::Certain } else { Certainty::Likely };
        let mut draft =
            Draft::at(certainty, evidence, &self.shown).header(&self.shown, name, &page);
        if let Some(mark) = self.mark {
            draft = draft.header(&self.shown, mark, "");
        }
        draft.header(&self.fresh, name, "")
    }
}

/// The refused answer to a GET that a fresh query heals: a cache gave it, not the server.
///
/// Without a mark of a cache the fresh query must heal every time, lest two servers that disagree be
/// taken for a cache.
#[must_use]
pub fn healed_past_the_cache<'a>(evidence: &Evidence<'a>) -> Option<Healed<'a>> {
    let missing_or_other =
        |b: &Because| matches!(b, Because::AllowOriginMissing | Because::AllowOriginDiffers(_));
    let shown = evidence.refused(missing_or_other)?.shown?;
    let request = shown.request();
    let cacheable = request.kind == RequestKind::Actual && request.method == "GET";
    if !cacheable || request.url != *evidence.question.request.url() {
        return None;
    }
    let page = shown.request_header("origin")?;
    let passes = |s: &Shown<'_>| s.allow_origin().is_some_and(|v| v == "*" || v == page);
    // Asked for at once, so that they go out together.
    let again =
        [Probe::CacheBuster, Probe::GetAgain(1), Probe::GetAgain(2)].map(|p| evidence.probe(&p));
    let fresh = again[0]?;
    let always = again.iter().flatten().all(passes);
    always.then(|| Healed { shown, fresh, mark: cache_mark(&shown) })
}

/// The answer that a content network made for the page and hands to another origin as well, at a URL
/// that nobody asked for before; and the header that says so. It does not look at `Origin`.
#[must_use]
pub fn shared_among_origins<'a>(
    evidence: &Evidence<'a>,
    shown: &Shown<'a>,
) -> Option<(Shown<'a>, &'static str)> {
    let request = shown.request();
    let asked = request.kind == RequestKind::Actual && request.method == "GET";
    if !asked || network_mark(shown).is_none() {
        return None;
    }
    let fresh = evidence.probe(&Probe::CacheBuster)?;
    let other = evidence.probe(&Probe::CacheBusterFromOtherOrigin)?;
    let mark = cache_mark(&other).filter(|_| cache_mark(&fresh).is_none())?;
    let same = fresh.allow_origin().is_none() && other.allow_origin().is_none();
    same.then_some((other, mark))
}

/// The header by which a response says that a cache held it ready.
#[must_use]
pub fn cache_mark(shown: &Shown<'_>) -> Option<&'static str> {
    let aged = |name: &str| shown.header(name).is_some_and(|age| age.trim() != "0");
    let hit = |name: &str| shown.header(name).is_some_and(|v| is_hit(&v));
    let age = ["Age"].into_iter().find(|n| aged(n));
    let hits = ["X-Cache", "CF-Cache-Status", "Cache-Status", "X-Cache-Status", "X-Proxy-Cache"];
    age.or_else(|| hits.into_iter().find(|n| hit(n)))
}

fn is_hit(value: &str) -> bool {
    value.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.eq_ignore_ascii_case("hit"))
}

/// The header by which a response says that it came through a content delivery network or a shared
/// cache.
#[must_use]
pub fn network_mark(shown: &Shown<'_>) -> Option<&'static str> {
    const NAMES: [&str; 9] = [
        "X-Amz-Cf-Id",
        "CF-Ray",
        "X-Served-By",
        "X-Fastly-Request-Id",
        "X-Azure-Ref",
        "X-Akamai-Transformed",
        "X-Cache",
        "X-Varnish",
        "Via",
    ];
    NAMES.into_iter().find(|name| shown.header(name).is_some())
}
