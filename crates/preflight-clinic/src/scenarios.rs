//! What the clinic serves: the `### Clinic:` case of every cause page.

use crate::ClinicError;
use crate::addresses::{Addresses, Listeners};
use crate::predict::reaches_the_request;
use preflight_diagnose::{CAUSES, Cause, Question, Rank, Scenario};
use preflight_fetch::http::header_list::text;
use preflight_fetch::{AddressSpace, Body, CredentialsMode, RedirectMode, RequestMode};
use preflight_report::Page;
use preflight_report::page::{CaseKind, PageError};
use std::fmt::Write as _;
use tokio::net::TcpListener;

/// One scenario, served.
#[derive(Debug, Clone)]
pub struct Served {
    /// The cause that it shows.
    pub cause: &'static Cause,
    /// The title of the cause's page.
    pub title: &'static str,
    /// What the case's heading says.
    pub case: &'static str,
    /// The request, and the rules that answer it.
    pub scenario: Scenario,
}

/// Listeners of their own, each with the place of its scenario.
pub(crate) type Own = Vec<(usize, TcpListener)>;

/// Every scenario, in the order of the causes, and the listeners of those that need a whole server.
pub(crate) fn served(
    addresses: &Addresses,
    listeners: &mut Listeners,
) -> Result<(Vec<Served>, Own), ClinicError> {
    let (mut served, mut own) = (Vec::new(), Own::new());
    for &cause in CAUSES {
        let malformed = |source: PageError| ClinicError::Page { id: cause.id, source };
        let page = Page::parse(cause.page).map_err(malformed)?;
        let cases = page.cases();
        let Some(case) = cases.iter().find(|case| case.kind == CaseKind::Clinic) else { continue };
        let parse = |api: &str| {
            scenario(case.exchange, addresses, api)
                .map_err(|source| ClinicError::Scenario { id: cause.id, source })
        };
        let mut scenario = parse(&addresses.api)?;
        if scenario.needs_whole_server() {
            let (listener, api) = listeners.one_more()?;
            own.push((served.len(), listener));
            scenario = parse(&api)?;
        }
        served.push(Served { cause, title: page.title, case: case.name, scenario });
    }
    Ok((served, own))
}

fn scenario(
    block: &str,
    addresses: &Addresses,
    api: &str,
) -> Result<Scenario, preflight_diagnose::scenario::ScenarioError> {
    let scenario = Scenario::parse(block, &addresses.names(api))?;
    // A page over plain http that stands on this machine is the clinic's ordinary page, which every
    // browser can open without flags.
    let local = scenario.question.request.page_address() == Some(AddressSpace::Loopback);
    if local && scenario.page == addresses.page_http {
        return Scenario::parse(block, &addresses.names_for_a_local_page(api));
    }
    Ok(scenario)
}

/// What causes of one rank have in common, in plain words.
#[must_use]
pub const fn heading(rank: Rank) -> &'static str {
    match rank {
        Rank::NoHttp => "Nothing answers, or the browser does not even ask",
        Rank::WhoAnswered => "Somebody else answers before the application does",
        Rank::AllowOrigin => "The server allows another origin, or not these credentials",
        Rank::Methods => "The server does not allow the method",
        Rank::Headers => "The server does not allow a request header",
        Rank::ActualResponse => "The answer itself cannot be read",
    }
}

impl Served {
    /// The cause's id.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.cause.id
    }

    /// What is asked.
    #[must_use]
    pub const fn question(&self) -> &Question {
        &self.scenario.question
    }

    /// The command that examines this scenario while the clinic is open, to be pasted into a shell.
    #[must_use]
    pub fn command(&self) -> String {
        let question = self.question();
        let request = &question.request;
        let mut line = String::from("preflight check");
        let mut flag = |name: &str, value: &str| {
            // Writing to a string cannot fail.
            let _ = write!(line, " {name} {}", quoted(value));
        };
        if request.method() != "GET" {
            flag("-X", request.method());
        }
        for header in request.header_list() {
            flag("-H", &format!("{}: {}", header.name, header.text()));
        }
        if let Some(body) = request.body() {
            let stream = matches!(body, Body::Stream(_));
            let name = if stream { "--stream --data-binary" } else { "--data-binary" };
            flag(name, &text(body.bytes()));
        }
        flag("--origin", &self.scenario.page);
        if request.credentials_mode() != CredentialsMode::default() {
            flag("--credentials", request.credentials_mode().as_str());
        }
        if request.mode() != RequestMode::default() {
            flag("--mode", request.mode().as_str());
        }
        if request.redirect_mode() != RedirectMode::default() {
            flag("--redirect", request.redirect_mode().as_str());
        }
        for name in &question.read {
            flag("--read", name);
        }
        if let Some(space) = self.page_address_told() {
            flag("--page-address", &space.to_string());
        }
        let harmless = matches!(request.method(), "GET" | "HEAD" | "OPTIONS");
        if question.send_actual && !harmless && reaches_the_request(&self.scenario) {
            line.push_str(" --send-actual");
        }
        line.push(' ');
        line + &quoted(request.url().as_str())
    }

    /// Where the page stands, where its host does not say so by itself.
    fn page_address_told(&self) -> Option<AddressSpace> {
        let request = &self.question().request;
        let told = request.page_address()?;
        let host = request.origin().as_tuple().map(|tuple| AddressSpace::of_host(tuple.host()));
        (host.flatten() != Some(told)).then_some(told)
    }
}

/// `value` as one word of a shell's command line.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_for_a_shell() {
        assert_eq!(quoted("http://127.0.0.1:1/x"), "http://127.0.0.1:1/x");
        assert_eq!(quoted("x-a: 1"), "'x-a: 1'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
