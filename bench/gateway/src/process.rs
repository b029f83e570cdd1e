//! A program that was started for the benchmark, and nothing else's: it has its own process group,
//! by which it is stopped, continued, counted and, in the end, killed.

use crate::{Error, machine::Ticks};
use rustix::process::{Pid, Signal, kill_process_group};
use std::{
    fs,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
};

/// A running program with all its processes. Dropping it kills them.
pub(crate) struct Process {
    child: Child,
    group: Pid,
}

impl Process {
    /// Starts it on this core; what it prints goes to `log`.
    pub(crate) fn start(command: &Command, core: usize, log: &Path) -> Result<Process, Error> {
        let mut pinned = Command::new("taskset");
        pinned.args(["-c", &core.to_string()]).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            pinned.env(name, value.unwrap_or_default());
        }
        let log = fs::File::create(log)?;
        let child = pinned
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .map_err(|error| format!("`taskset` could not be started: {error}"))?;
        let group = Pid::from_child(&child);
        Ok(Process { child, group })
    }

    /// Whether the process that was started has ended.
    pub(crate) fn ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Takes it off the machine until [`Process::resume`].
    pub(crate) fn pause(&self) -> Result<(), Error> {
        Ok(kill_process_group(self.group, Signal::STOP)?)
    }

    /// Lets it run.
    pub(crate) fn resume(&self) -> Result<(), Error> {
        Ok(kill_process_group(self.group, Signal::CONT)?)
    }

    /// The ids of its processes.
    pub(crate) fn ids(&self) -> Result<Vec<u32>, Error> {
        let group = self.group.as_raw_nonzero().get().to_string();
        let mut ids = Vec::new();
        for entry in fs::read_dir("/proc")? {
            let name = entry?.file_name();
            let Some(id) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
            if stat_fields(id).is_some_and(|fields| fields.get(2) == Some(&group)) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// The processor time that its processes have used.
    pub(crate) fn used(&self) -> Result<Ticks, Error> {
        Ok(self.ids()?.into_iter().filter_map(|id| Some(Ticks::of(&stat_fields(id)?))).sum())
    }

    /// Its memory in bytes: what it has alone, and its share of what it has with others (PSS).
    pub(crate) fn memory(&self) -> Result<u64, Error> {
        let mut kibibytes = 0;
        for id in self.ids()? {
            let Ok(rollup) = fs::read_to_string(format!("/proc/{id}/smaps_rollup")) else {
                continue; // it ended meanwhile
            };
            let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
            let size = line.and_then(|line| line.trim().strip_suffix(" kB"));
            kibibytes += size.ok_or("smaps_rollup has no `Pss`")?.parse::<u64>()?;
        }
        Ok(kibibytes * 1024)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A stopped process dies of it as well. That there is none left is no error.
        let _ = kill_process_group(self.group, Signal::KILL);
        let _ = self.child.wait();
    }
}

/// The fields of `/proc/ID/stat` after the name of the program, which may contain blanks: the state
/// is the first. None when there is no such process any more.
pub(crate) fn stat_fields(id: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(") ")?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}
