//! The machine: what it is, and who uses it.

use crate::{Error, process::stat_fields};
use rustix::{
    param::clock_ticks_per_second,
    process::{Resource, Rlimit, getrlimit, setrlimit},
    thread::{CpuSet, sched_setaffinity},
};
use std::{fs, iter::Sum, ops::Sub, process::Command};

/// The core of the server that is measured.
pub(crate) const SERVER_CORE: usize = 0;
/// The core of the load, the upstream and this program.
pub(crate) const LOAD_CORE: usize = 1;

/// Processor time, in ticks of the kernel's clock (10 ms, as a rule).
#[derive(Clone, Copy, Default)]
pub(crate) struct Ticks {
    pub(crate) user: u64,
    pub(crate) system: u64,
}

impl Ticks {
    /// What a process has used, from the fields of its `/proc/ID/stat`.
    pub(crate) fn of(stat: &[String]) -> Ticks {
        Ticks { user: number(stat, 11), system: number(stat, 12) }
    }

    /// User and system together, in seconds.
    pub(crate) fn seconds(self) -> f64 {
        (self.user + self.system) as f64 / per_second()
    }

    /// The user's part in seconds.
    pub(crate) fn user_seconds(self) -> f64 {
        self.user as f64 / per_second()
    }
}

impl Sub for Ticks {
    type Output = Ticks;

    fn sub(self, before: Ticks) -> Ticks {
        Ticks {
            user: self.user.saturating_sub(before.user),
            system: self.system.saturating_sub(before.system),
        }
    }
}

impl Sum for Ticks {
    fn sum<I: Iterator<Item = Ticks>>(all: I) -> Ticks {
        all.fold(Ticks::default(), |sum, one| Ticks {
            user: sum.user + one.user,
            system: sum.system + one.system,
        })
    }
}

/// What this program and the children that have ended (the loads) have used.
pub(crate) fn used_by_us() -> Ticks {
    let stat = stat_fields(std::process::id()).unwrap_or_default();
    let children = Ticks { user: number(&stat, 13), system: number(&stat, 14) };
    [Ticks::of(&stat), children].into_iter().sum()
}

/// What everybody has used, on all cores; interrupts and what the host took away count too.
pub(crate) fn used_by_all() -> Result<Ticks, Error> {
    let stat = fs::read_to_string("/proc/stat")?;
    let all = stat.lines().find_map(|line| line.strip_prefix("cpu ")).ok_or("no `cpu` line")?;
    let fields: Vec<String> = all.split_whitespace().map(str::to_owned).collect();
    let user = number(&fields, 0) + number(&fields, 1); // user, nice
    let system = [2, 5, 6, 7].map(|index| number(&fields, index)).iter().sum(); // irq, softirq, steal
    Ok(Ticks { user, system })
}

fn number(fields: &[String], index: usize) -> u64 {
    fields.get(index).and_then(|field| field.parse().ok()).unwrap_or(0)
}

fn per_second() -> f64 {
    clock_ticks_per_second() as f64
}

/// Puts this program, and what it starts from now on, on the core of the load, with as many open
/// files as it may have.
pub(crate) fn settle() -> Result<(), Error> {
    let mut cores = CpuSet::new();
    cores.set(LOAD_CORE);
    sched_setaffinity(None, &cores)
        .map_err(|error| format!("core {LOAD_CORE} cannot be used; two are needed: {error}"))?;
    let maximum = getrlimit(Resource::Nofile).maximum;
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })?;
    Ok(())
}

/// A line about the processor, the memory and the system.
pub(crate) fn description() -> Result<String, Error> {
    let cpus = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name\t: "));
    let count = cpus.lines().filter(|line| line.starts_with("processor")).count();
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kibibytes: u64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.parse().ok())
        .ok_or("/proc/meminfo has no `MemTotal`")?;
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    Ok(format!(
        "{}, {count} cores, {} GiB, {}, Linux {}",
        model.unwrap_or("unknown processor"),
        kibibytes >> 20,
        system.unwrap_or("unknown system").trim_matches('"'),
        kernel.trim(),
    ))
}

/// The first thing that looks like a version in what a command prints.
pub(crate) fn version(command: &mut Command) -> Result<String, Error> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("`{name}` does not start: {error}"))?;
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    let version = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .map(|word| word.trim_start_matches('v').trim_end_matches('.'))
        .find(|word| word.split('.').count() > 2 && word.starts_with(|c: char| c.is_ascii_digit()));
    Ok(version.ok_or_else(|| format!("`{name}` does not print its version"))?.to_owned())
}
