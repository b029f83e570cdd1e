//! [axe-core](https://github.com/dequelabs/axe-core), which finds what keeps people out of a page.

use serde_json::Value;
use std::path::Path;

/// Its source, as `./test` installed it.
///
/// # Panics
/// Where it is not there.
pub(super) fn source() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let path = root.join("target/node/node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(&path);
    source.unwrap_or_else(|error| panic!("{}: {error}; ./test installs it", path.display()))
}

/// Runs it, when what moves has come to rest, or will not: all rules, or those that depend on colours. Styles are
/// read as they are: `preload` would ask for them once more.
pub(super) const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const rules = arguments[0] ? { runOnly: ['color-contrast'] } : {};
    const still = Promise.all(document.getAnimations().map(each => each.finished)).catch(() => {});
    const soon = new Promise(resolve => setTimeout(resolve, 400));
    Promise.race([still, soon]).then(() => axe.run(document, { preload: false, resultTypes: ['violations'], ...rules }))
        .then(({ violations, passes }) => done({ violations, passed: passes.length }), error => done(String(error)));";

/// How many elements are named that break the same rule.
const NAMED: usize = 3;

/// A line for each element that breaks a rule, the first few of them.
pub(super) fn lines(found: &Value) -> Vec<String> {
    let Some(violations) = found["violations"].as_array().filter(|_| found["passed"] != 0) else {
        return vec![format!("axe-core looked at nothing: {found}")];
    };
    let of = |violation: &Value| {
        let rule = violation["id"].as_str().unwrap_or_default().to_owned();
        let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
        let more = nodes.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| format!("{rule}: and {more} more"));
        let named = nodes.into_iter().take(NAMED).map(move |node| {
            let why = node["failureSummary"].as_str().unwrap_or_default().replace('\n', " ");
            format!("{rule}: {} {why}", node["target"])
        });
        named.chain(more)
    };
    violations.iter().flat_map(of).collect()
}
