//! Whether a policy allows a request, decided as somebody would on paper.

use super::world::{Asked, Page, Pattern, Port, World, Written};
use preflight_fetch::Browser;
use preflight_fetch::http::safelists::cors_unsafe_request_header_names;
use std::collections::BTreeSet;

/// What a script learns of a response: nothing, or its status and which of its headers `x-…`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    pub(crate) status: Option<u16>,
    pub(crate) names: Vec<String>,
}

/// The headers `x-…` of every response of the application.
const APPLICATION: [&str; 2] = ["x-other", "x-request-id"];

/// What a script should learn in `browser`.
pub(crate) fn reading(world: &World, asked: &Asked, browser: Browser) -> Reading {
    let read = |names: BTreeSet<&str>| Reading {
        status: Some(asked.status),
        names: names.into_iter().map(str::to_owned).collect(),
    };
    if asked.page.text() == "https://api.test" {
        return read(APPLICATION.into());
    }
    let mut speaking = world.policies.iter().filter(|policy| !policy.shadow);
    match speaking.find(|policy| speaks_for(policy, asked.path)) {
        Some(policy) if allows(policy, asked, browser) => {
            let all = policy.expose.contains(&"*");
            let exposed: BTreeSet<String> =
                policy.expose.iter().map(|name| name.to_lowercase()).collect();
            read(APPLICATION.into_iter().filter(|&name| all || exposed.contains(name)).collect())
        }
        _ => Reading::default(),
    }
}

/// Whether the server should say that it grants the preflight that `browser` sends. What credentials
/// come with the request it is not told.
pub(crate) fn grants(world: &World, asked: &Asked, browser: Browser) -> bool {
    let mut speaking = world.policies.iter().filter(|policy| !policy.shadow);
    let speaking = speaking.find(|policy| speaks_for(policy, asked.path));
    speaking.is_some_and(|policy| {
        let allowed: BTreeSet<String> = policy.headers.iter().map(|n| n.to_lowercase()).collect();
        policy.origins.iter().any(|pattern| covers(pattern, &asked.page))
            && allows_method(policy, asked.method)
            && preflighted(asked, browser)
                .iter()
                .all(|name| allowed.contains("*") || allowed.contains(name))
    })
}

fn speaks_for(policy: &Written, path: &str) -> bool {
    let is_below = |pattern: &str| {
        let parent = &pattern[..pattern.len() - 1];
        pattern.ends_with("/*") && path.len() >= parent.len() && &path[..parent.len()] == parent
    };
    policy.paths.is_empty() || policy.paths.iter().any(|p| *p == path || is_below(p))
}

fn allows(policy: &Written, asked: &Asked, browser: Browser) -> bool {
    let credentials = asked.credentials != "include" || policy.credentials;
    credentials
        && policy.origins.iter().any(|pattern| covers(pattern, &asked.page))
        && allows_method(policy, asked.method)
        && allows_names(policy, asked, browser)
}

fn covers(pattern: &Pattern, page: &Page) -> bool {
    let Pattern::Of { scheme, below, host, port } = pattern else { return true };
    let Page::Of { scheme: page_scheme, host: page_host, port: page_port } = page else {
        return false;
    };
    let labels: Vec<&str> = page_host.split('.').collect();
    let of_pattern: Vec<&str> = host.split('.').collect();
    let host = if *below {
        labels.len() > of_pattern.len()
            && labels[labels.len() - of_pattern.len()..] == of_pattern[..]
    } else {
        labels == of_pattern
    };
    let port = match port {
        Port::Any => true,
        Port::Default => page_port.is_none(),
        Port::Number(number) => *page_port == Some(*number),
    };
    scheme == page_scheme && host && port
}

/// What becomes of a method that a script or a policy writes.
fn as_browsers_write_it(method: &str) -> String {
    let upper = method.to_uppercase();
    let six: BTreeSet<&str> = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"].into();
    if six.contains(upper.as_str()) { upper } else { method.to_owned() }
}

fn allows_method(policy: &Written, method: &str) -> bool {
    let mut allowed: BTreeSet<String> = ["GET", "HEAD", "POST"].map(str::to_owned).into();
    allowed.extend(policy.methods.iter().map(|method| as_browsers_write_it(method)));
    allowed.contains("*") || allowed.contains(&as_browsers_write_it(method))
}

/// The browser's own list.
fn preflighted(asked: &Asked, browser: Browser) -> Vec<String> {
    let request = asked.request();
    let names = cors_unsafe_request_header_names(request.header_list(), browser.habits());
    names.into_iter().map(Into::into).collect()
}

fn allows_names(policy: &Written, asked: &Asked, browser: Browser) -> bool {
    let allowed: BTreeSet<String> = policy.headers.iter().map(|name| name.to_lowercase()).collect();
    // Beside credentials the server names what is asked for; else `*` is left to the browser.
    let any_covers_all = policy.credentials || browser != Browser::Standard;
    preflighted(asked, browser).iter().all(|name| {
        let by_any = allowed.contains("*") && (any_covers_all || name != "authorization");
        by_any || allowed.contains(name)
    })
}
