//! The round through the clinic: every scenario examined over real sockets, all at the same time.

use super::BODY;
use super::table::Examined;
use crate::clinic::{Clinic, ClinicError, Ports};
use preflight_probe::live::{Client, ResolveRule, Settings, SettingsError, examine};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// No name below `.invalid` exists ([RFC 6761](https://www.rfc-editor.org/rfc/rfc6761#section-6.4)).
/// Resolvers need not be asked, and where there is no network they would keep us waiting.
const NO_SUCH_NAMES: &str = "*.invalid=!";
/// How long one examination may take: all of it happens on this machine.
const TIME: Duration = Duration::from_secs(10);

/// Why the round ends before it began.
#[derive(Debug, thiserror::Error)]
pub(super) enum RoundError {
    /// The clinic does not open.
    #[error(transparent)]
    Clinic(#[from] ClinicError),
    /// The client cannot be made: our bug.
    #[error("bug in preflight, please report: {0}")]
    Settings(#[from] SettingsError),
}

/// Opens the clinic, examines every scenario, closes it. In the order of the causes.
pub(super) async fn examine_all() -> Result<Vec<Examined>, RoundError> {
    let client = client()?;
    let clinic = Clinic::open(Ports::Free).await?;
    let mut examining = JoinSet::new();
    for (index, served) in clinic.served().iter().enumerate() {
        let (client, served) = (client.clone(), served.clone());
        examining.spawn(async move {
            let deadline = Instant::now() + TIME;
            let question = served.question().clone();
            let report = examine(&client, question, deadline, &mut |_| ()).await;
            (index, Examined::new(&served, report))
        });
    }
    let mut examined = BTreeMap::new();
    while let Some(done) = examining.join_next().await {
        match done {
            Ok((index, row)) => drop(examined.insert(index, row)),
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
    Ok(examined.into_values().collect())
}

/// A client for this machine only: no proxy, no certificates but the system's.
fn client() -> Result<Client, SettingsError> {
    let rule: ResolveRule = NO_SUCH_NAMES.parse()?;
    Client::new(Settings { body: BODY, resolve: vec![rule], ..Settings::default() })
}
