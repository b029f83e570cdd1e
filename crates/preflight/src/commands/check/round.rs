//! The round through the clinic: every scenario examined over real sockets, all at the same time.

use super::table::Examined;
use preflight_clinic::{Clinic, ClinicError, Ports};
use preflight_probe::live::{Client, Settings, SettingsError, examine};
use std::collections::BTreeMap;
use std::time::Instant;
use tokio::task::JoinSet;

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
    let client = Client::new(Settings::for_this_machine())?;
    let clinic = Clinic::open(Ports::Free).await?;
    let mut examining = JoinSet::new();
    for (index, served) in clinic.served().iter().enumerate() {
        let (client, served) = (client.clone(), served.clone());
        examining.spawn(async move {
            let deadline = Instant::now() + client.settings().max_time;
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
