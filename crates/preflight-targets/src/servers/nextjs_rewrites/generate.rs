//! Rewrites of Next.js, which pass calls on to the API.

use crate::generate::javascript::string;
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, dev_proxy};
use preflight_policy::PathPattern;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::Text };

const PURPOSE: &str = "Take `rewrites` over into next.config.mjs. Call the API by its path alone, as in \
    `fetch(\"/api/items\")`: Next.js passes that on, in production too, so that the browser sees one \
    origin and CORS does not arise. A route of one's own with the same path comes first.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let rewrite = |path: &PathPattern| {
        let path = match path {
            PathPattern::Below(prefix) => format!("{}:path*", literal(prefix)),
            PathPattern::Exact(path) => literal(path),
        };
        let destination = format!("{}{path}", plan.upstream);
        format!(
            "    {{\n      source: {},\n      destination: {},\n    }},\n",
            string(&path),
            string(&destination)
        )
    };
    let rewrites: String = dev_proxy::passed_on(plan).iter().map(rewrite).collect();
    let text = format!("export default {{\n  rewrites: async () => [\n{rewrites}  ],\n}};\n");
    vec![File::new("next.config.mjs", Comment::Line("//"), PURPOSE, text)]
}

/// What [path-to-regexp](https://nextjs.org/docs/app/api-reference/config/next-config-js/rewrites#regex-path-matching)
/// takes for itself.
fn literal(path: &str) -> String {
    let mut text = String::with_capacity(path.len() + 8);
    for c in path.chars() {
        if matches!(c, '(' | ')' | '{' | '}' | ':' | '*' | '+' | '?' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
