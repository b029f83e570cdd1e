//! What the gateway says when it starts: where it listens, what it forwards to, whom it allows.

use super::load::Loader;
use crate::console::{Console, Style};
use preflight_gateway::config::RoutePlan;
use preflight_gateway::service::{Configuration, Service};
use preflight_policy::PolicyConfig;
use std::path::PathBuf;

/// Origins and other entries that are named; of more only the number is said.
const NAMED: usize = 4;

/// What is known before the start.
#[derive(Debug)]
pub(super) struct Greeting {
    routes: Vec<RoutePlan>,
    policies: Vec<PolicyConfig>,
    https: bool,
    dev: bool,
    file: Option<PathBuf>,
}

impl Greeting {
    pub(super) fn new(configuration: &Configuration, loader: &Loader) -> Self {
        Self {
            routes: configuration.plan.routes.clone(),
            policies: configuration.policies.configs(),
            https: configuration.plan.certificate.is_some(),
            dev: loader.is_dev(),
            file: loader.file().map(ToOwned::to_owned),
        }
    }

    pub(super) fn print(&self, service: &Service, console: &mut Console) {
        let scheme = if self.https { "https" } else { "http" };
        let mut say = |word: &str, text: String| {
            console.styled(Style::Note, &format!("{word:>8} "), text);
        };
        for address in service.addresses() {
            say("listens", format!("{scheme}://{address}"));
        }
        for route in &self.routes {
            let upstreams: Vec<_> = route.upstreams.iter().map(ToString::to_string).collect();
            let path = if route.path == "/" { "everything" } else { &*route.path };
            say("forwards", format!("{path} to {}", upstreams.join(", ")));
        }
        if self.dev {
            say("allows", "every page of this machine everything, with credentials".to_owned());
        } else {
            self.policies.iter().for_each(|policy| say("allows", allowed(policy)));
        }
        if let Some(address) = service.admin() {
            say("admin", format!("http://{address} (/metrics, /healthz, /decisions)"));
        }
        if let Some(file) = &self.file {
            say("reads", format!("{}, again when it changes", file.display()));
        }
    }
}

/// A policy in a line: `https://a.example, https://b.example with credentials; PUT; authorization`.
fn allowed(policy: &PolicyConfig) -> String {
    let mut text = match &policy.allow_origins[..] {
        [] => "nobody".to_owned(),
        [only] if only == "*" => "any origin".to_owned(),
        origins => named(origins),
    };
    if policy.allow_credentials {
        text.push_str(" with credentials");
    }
    for list in [&policy.allow_methods, &policy.allow_headers] {
        if !list.is_empty() {
            text.push_str("; ");
            text.push_str(&named(list));
        }
    }
    if !policy.paths.is_empty() {
        text = format!("on {}: {text}", named(&policy.paths));
    }
    if policy.shadow { format!("{text} (in shadow: counted, changes nothing)") } else { text }
}

fn named(list: &[String]) -> String {
    let shown = list.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match list.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_policy_in_a_line() {
        let mut policy = PolicyConfig::default();
        assert_eq!(allowed(&policy), "nobody");
        policy.allow_origins = texts(&["*"]);
        assert_eq!(allowed(&policy), "any origin");
        policy.allow_origins = texts(&["a", "b", "c", "d", "e", "f"]);
        policy.allow_credentials = true;
        policy.allow_methods = texts(&["PUT", "DELETE"]);
        policy.allow_headers = texts(&["authorization"]);
        policy.paths = texts(&["/api/*"]);
        policy.shadow = true;
        assert_eq!(
            allowed(&policy),
            "on /api/*: a, b, c, d and 2 more with credentials; PUT, DELETE; authorization (in \
             shadow: counted, changes nothing)"
        );
    }
}
