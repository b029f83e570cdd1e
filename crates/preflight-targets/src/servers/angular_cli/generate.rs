//! A `proxy.conf.json` of the Angular CLI.

use crate::generate::quote::json;
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, dev_proxy};
use preflight_policy::PathPattern;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::Text };

const PURPOSE: &str = "Put it at `src/proxy.conf.json` and name it in angular.json, as `\"proxyConfig\"` of \
    the options of `serve`. Call the API by its path alone, so that the browser sees one origin.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let entry = |path: &PathPattern| {
        let key = match path {
            PathPattern::Below(prefix) => format!("{prefix}**"),
            PathPattern::Exact(path) => path.clone(),
        };
        format!(
            "  {}: {{\n    \"target\": {},\n    \"changeOrigin\": true\n  }}",
            json(&key),
            json(&plan.upstream)
        )
    };
    let entries: Vec<String> = dev_proxy::passed_on(plan).iter().map(entry).collect();
    let text = format!("{{\n{}\n}}\n", entries.join(",\n"));
    vec![File::new("proxy.conf.json", Comment::None, PURPOSE, text)]
}
