//! A policy as labels of a container in a Compose file: the same routers and options that the file
//! provider gets.

use super::super::traefik::routers::{LACKS, Router, Setting, routers};
use crate::generate::quote;
use crate::generate::{CORS_HEADERS, Comment, File, Generator, Plan, Proof, Shortfalls};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::RealServer };

const PURPOSE: &str = "A Compose file to lay over yours: give the service its name there, and run \
    `docker compose -f compose.yaml -f preflight-cors.yaml up`. In a swarm the labels stand under \
    `deploy:`. In the lists of `middlewares` what authenticates, limits or redirects comes after `cors`; \
    a rule must not leave OPTIONS out.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let mut text = "\nservices:\n  app:\n    labels:\n".to_owned();
    label(&mut text, "enable", "true");
    for router in routers(plan) {
        text.push('\n');
        of_router(&mut text, &router);
    }
    let port = plan.upstream.rsplit_once(':').map_or("80", |(_, port)| port);
    text.push_str("\n      # Where the application listens in its container.\n");
    label(&mut text, "http.services.app.loadbalancer.server.port", port);
    vec![File::new("preflight-cors.yaml", Comment::Line("#"), PURPOSE, text)]
}

fn of_router(text: &mut String, Router { name, rule, priority, options }: &Router) {
    let router = format!("http.routers.{name}");
    label(text, &format!("{router}.rule"), rule);
    if let Some(priority) = priority {
        label(text, &format!("{router}.priority"), &priority.to_string());
    }
    label(text, &format!("{router}.service"), "app");
    if options.is_empty() {
        return;
    }
    label(text, &format!("{router}.middlewares"), name);
    let headers = format!("http.middlewares.{name}.headers");
    for (option, setting) in options {
        let option = format!("{headers}.{}", option.to_ascii_lowercase());
        match setting {
            Setting::On => label(text, &option, "true"),
            Setting::Seconds(seconds) => label(text, &option, &seconds.to_string()),
            Setting::Listed(values) => label(text, &option, &values.join(",")),
            Setting::Removed => {
                text.push_str(
                    "      # The application's own are taken away; these are set afterwards.\n",
                );
                for header in CORS_HEADERS {
                    label(text, &format!("{option}.{header}"), "");
                }
            }
        }
    }
}

/// A label, in whose value Compose replaces `$NAME`; `$$` stands for `$`
/// ([interpolation](https://docs.docker.com/reference/compose-file/interpolation/)).
fn label(text: &mut String, name: &str, value: &str) {
    let value = quote::yaml(&value.replace('$', "$$"));
    let _ = writeln!(text, "      traefik.{name}: {value}");
}
