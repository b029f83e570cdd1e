//! Rewrites of Next.js, which pass calls on to the API.

use crate::generate::javascript::string;
use crate::generate::url_paths::path_to_regexp;
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, dev_proxy};
use preflight_policy::PathPattern;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::Text };

const PURPOSE: &str = "Take `rewrites` over into next.config.mjs. Call the API by its path alone, as in \
    `fetch(\"/api/items\")`: Next.js passes that on, in production too, so that the browser sees one \
    origin and CORS does not arise. A route of one's own with the same path comes first.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let rewrite = |path: &PathPattern| {
        let path = match path {
            PathPattern::Below(prefix) => format!("{}:path*", path_to_regexp(prefix)),
            PathPattern::Exact(path) => path_to_regexp(path),
        };
        let destination = format!("{}{path}", plan.upstream);
        format!(
            "    {{\n      source: {},\n      destination: {},\n    }},\n",
            string(&path),
            string(&destination)
        )
    };
    let rewrites: String = dev_proxy::passed_on(plan).iter().map(rewrite).collect();
    let text = format!("\nexport default {{\n  rewrites: async () => [\n{rewrites}  ],\n}};\n");
    vec![File::new("next.config.mjs", Comment::Line("//"), PURPOSE, text)]
}
