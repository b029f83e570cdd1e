//! A policy as a Worker that stands on a route in front of an origin: `fetch(request)` goes there.

use crate::generate::javascript::Language;
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, fetch_handler};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Deploy it with `wrangler deploy preflight-cors.js` on a route of the zone, such as \
    `api.example.com/*`: what it fetches then comes from the origin behind that route. In a Worker that \
    answers by itself, export `fetch: (request, env) => cors(request, () => your(request, env))`.";

/// A fetch fails where the origin does not answer.
const EXPORT: &str = "
export default {
  fetch: (request) => cors(request, fetch),
};
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let cors = fetch_handler::cors(plan, Language::JavaScript, (502, "bad gateway"));
    let text = format!("{cors}{EXPORT}");
    vec![File::new("preflight-cors.js", Comment::Line("//"), PURPOSE, text)]
}
