//! Programs that start programs of their own: ended together, whatever happens.

use super::EngineError;
use rustix::process::{Pid, Signal, kill_process_group};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader, Lines};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::timeout;

/// How long a program may take to say that it is ready.
const START: Duration = Duration::from_secs(30);

/// A program and all that it starts, in a process group of its own. Dropping it ends the group.
#[derive(Debug)]
pub(super) struct ProcessGroup {
    child: Child,
    group: Option<Pid>,
}

impl ProcessGroup {
    /// Starts a program and waits until a line of its output says `ready`; gives the rest of that
    /// line.
    pub(super) async fn start(
        program: &'static str,
        command: &mut Command,
        ready: &str,
    ) -> Result<(Self, String), EngineError> {
        let (send, mut lines) = unbounded_channel::<String>();
        // Read to the end, even when nobody listens any more: a full pipe would stop the program.
        let group = Self::spawn(program, command, move |line| drop(send.send(line)))?;
        let mut said = String::new();
        while let Ok(Some(line)) = timeout(START, lines.recv()).await {
            if let Some((_, rest)) = line.split_once(ready) {
                return Ok((group, rest.to_owned()));
            }
            said = line;
        }
        Err(EngineError::NotStarted { program, said })
    }

    /// Starts a program and hands on every line that it prints.
    pub(super) fn spawn(
        program: &'static str,
        command: &mut Command,
        keep: impl Fn(String) + Clone + Send + 'static,
    ) -> Result<Self, EngineError> {
        let spawned = command
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = match spawned {
            Ok(child) => child,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(EngineError::NotInstalled(program));
            }
            Err(error) => return Err(EngineError::System(program, error)),
        };
        let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(output) = child.stdout.take() {
            tokio::spawn(read(BufReader::new(output).lines(), keep.clone()));
        }
        if let Some(output) = child.stderr.take() {
            tokio::spawn(read(BufReader::new(output).lines(), keep));
        }
        Ok(Self { child, group })
    }

    /// Whether the program has ended.
    pub(super) fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Waits for the program to end by itself, for a while.
    pub(super) async fn ended(&mut self, patience: Duration) {
        let _ = timeout(patience, self.child.wait()).await;
    }
}

async fn read<R: AsyncRead + Unpin>(mut lines: Lines<BufReader<R>>, keep: impl Fn(String)) {
    while let Ok(Some(line)) = lines.next_line().await {
        keep(line);
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        if let Some(group) = self.group {
            // A group that has ended already is what we want.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}
