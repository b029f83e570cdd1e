//! A policy as Traefik's dynamic configuration in YAML: the CORS options of one `headers` middleware,
//! which answers preflights itself, on a router for each policy.

use super::routers::{LACKS, Router, Setting, routers};
use crate::generate::quote;
use crate::generate::{CORS_HEADERS, Comment, File, Generator, Plan, Proof, Shortfalls};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::RealServer };

const PURPOSE: &str = "Dynamic configuration of Traefik 3, tested with 3.7: name it in `providers.file.filename` of the \
    static one, or put it into the folder of `providers.file.directory`. Other routers take the \
    middleware by its name, before all that authenticates, limits or redirects; in a router of \
    another provider it is called `cors@file`. A rule must not leave OPTIONS out.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let routers = routers(plan);
    let mut text = format!(
        "#\n# The static configuration, traefik.yml, has:\n#\n\
         #   entryPoints: {{ web: {{ address: \"{}\" }} }}\n\
         #   providers: {{ file: {{ filename: preflight-cors.yml }} }}\n\nhttp:\n  routers:\n",
        plan.listen
    );
    for router in &routers {
        let _ = writeln!(text, "    {}:\n      rule: {}", router.name, yaml(&router.rule));
        if let Some(priority) = router.priority {
            let _ = writeln!(text, "      priority: {priority}");
        }
        if !router.options.is_empty() {
            let _ = writeln!(text, "      middlewares:\n        - {}", router.name);
        }
        text.push_str("      service: app\n");
    }
    let _ = write!(
        text,
        "\n  services:\n    app:\n      loadBalancer:\n        servers:\n          - url: {}\n\n  \
         middlewares:\n",
        yaml(&plan.upstream)
    );
    for router in routers.iter().filter(|router| !router.options.is_empty()) {
        middleware(&mut text, router);
    }
    vec![File::new("preflight-cors.yml", Comment::Line("#"), PURPOSE, text)]
}

fn middleware(text: &mut String, router: &Router) {
    let _ = writeln!(text, "    {}:\n      headers:", router.name);
    for (name, setting) in &router.options {
        let _ = match setting {
            Setting::On => writeln!(text, "        {name}: true"),
            Setting::Seconds(seconds) => writeln!(text, "        {name}: {seconds}"),
            Setting::Listed(values) => {
                let values = values.iter().map(|value| format!("          - {}\n", yaml(value)));
                write!(text, "        {name}:\n{}", values.collect::<String>())
            }
            Setting::Removed => {
                let headers = CORS_HEADERS.map(|header| format!("          {header}: \"\"\n"));
                let comment = "# The application's own are taken away; these are set afterwards.";
                write!(text, "        {comment}\n        {name}:\n{}", headers.concat())
            }
        };
    }
}

/// A scalar in which Traefik, which takes the file for a
/// [template](https://doc.traefik.io/traefik/reference/install-configuration/providers/others/file/#go-templating)
/// first, sees no `{{`.
fn yaml(text: &str) -> String {
    quote::yaml(text).replace('{', "\\u007b")
}
