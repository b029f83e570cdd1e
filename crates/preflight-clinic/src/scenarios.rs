//! What the clinic serves: the `### Clinic:` case of every cause page.

use crate::ClinicError;
use crate::addresses::{Addresses, Listeners};
use crate::predict::reaches_the_request;
use preflight_diagnose::{CAUSES, Cause, CommandLine, Question, Scenario};
use preflight_fetch::AddressSpace;
use preflight_report::Page;
use preflight_report::page::{CaseKind, PageError};
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
        let line = CommandLine::new(self.question());
        let send_actual = line.send_actual && reaches_the_request(&self.scenario);
        CommandLine { send_actual, ..line }.to_string()
    }
}
