//! What a server keeps for a thousand connections that are all in use.

use crate::{
    Error, load,
    measure::Server,
    plan::{Field, go_on},
};
use std::{process::Stdio, thread::sleep, time::Duration};

/// How many connections.
pub(crate) const CONNECTIONS: usize = 1000;

/// Bytes, of all processes of the server (PSS).
pub(crate) struct Memory {
    pub(crate) idle: u64,
    pub(crate) loaded: u64,
    /// Two seconds after the last request.
    pub(crate) after: u64,
}

/// Measures a server that was just started.
pub(crate) fn of(server: &Server<'_>, seconds: u64) -> Result<Memory, Error> {
    go_on()?;
    server.awake(|| {
        sleep(Duration::from_secs(1));
        let idle = server.process.memory()?;
        let load = load::actual(server.site.origins);
        let folder = &server.site.folder;
        let mut wrk = load.command(server.site.port, CONNECTIONS, seconds, folder)?;
        let wrk = wrk.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        sleep(Duration::from_secs(seconds - 1));
        let loaded = server.process.memory()?;
        let output = wrk.wait_with_output()?;
        load.read(&String::from_utf8_lossy(&output.stdout))?;
        sleep(Duration::from_secs(2));
        Ok(Memory { idle, loaded, after: server.process.memory()? })
    })
}

/// Each server of a field, one after the other.
pub(crate) fn of_all(field: &Field<'_>, seconds: u64) -> Result<Vec<Memory>, Error> {
    field.servers.iter().map(|server| of(server, seconds)).collect()
}
