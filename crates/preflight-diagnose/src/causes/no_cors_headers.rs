#![doc = include_str!("no_cors_headers.md")]

use super::{Cause, Finder};
use crate::cached::{healed_past_the_cache, network_mark};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "no-cors-headers",
    rank: Rank::AllowOrigin,
    page: include_str!("no_cors_headers.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    let page = shown.request_header("origin")?;
    // What stands at the redirect's target is not known yet.
    let redirected = evidence.refused_redirect().is_some_and(|s| s.index == shown.index);
    if page == "null" || redirected || healed_past_the_cache(evidence).is_some() {
        return None;
    }
    // Where the request itself was answered, GET would say the same again.
    let preflight = evidence.refused_preflight();
    let get = preflight.and_then(|_| evidence.probe(&Probe::Get));
    let stranger = evidence.probe(&Probe::GetFromOtherOrigin);
    // This path, or an error's, may have lost headers that other answers carry.
    let sibling = evidence.probe(&Probe::SiblingNotFound);
    let root = evidence.probe(&Probe::SiteRoot);
    let speaks = |s: Shown<'_>| s.allow_origin().is_some() || s.lists("vary", "origin");
    // Another cause may have found an origin that is answered.
    let asked = evidence.browser_exchanges().chain(evidence.answers_to_other_origins());
    let here = preflight.is_some_and(|preflight| preflight.has_cors_header())
        || asked.chain(get).chain(stranger).any(speaks);
    let beside = [sibling, root].into_iter().flatten().any(|s| s.allow_origin().is_some());
    // A network that drops `Origin` on the way makes a server look as if it had no CORS. Cloudflare
    // passes it on.
    let network = network_mark(&shown).filter(|mark| *mark != "CF-Ray");
    let certainty = if network.is_some() { Certainty::Likely } else { Certainty::Certain };
    (!here && !beside).then(|| {
        let draft = Draft::at(certainty, evidence, &shown).header(
            &shown,
            "Access-Control-Allow-Origin",
            &page,
        );
        match network {
            Some(mark) => draft.header(&shown, mark, "").note(BEHIND_A_NETWORK),
            None => draft,
        }
    })
}

const BEHIND_A_NETWORK: &str = "a cache or content network stands in between and may drop `Origin`: \
    ask the server behind it, with `--connect-to`";
