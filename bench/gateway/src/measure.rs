//! A measurement, the rounds that make it a median, and what a quiet one is.

use crate::{
    Error,
    configs::Site,
    load::Load,
    machine::{self, Ticks},
    peers::Peer,
    plan::go_on,
    process::Process,
};
use std::{fs, path::Path, process::Command, time::Duration};

/// How long and how often.
pub(crate) struct Effort {
    pub(crate) rounds: usize,
    /// Seconds of a measurement, after one second that does not count.
    pub(crate) seconds: u64,
    /// How often one is repeated that was disturbed.
    pub(crate) tries: usize,
}

/// A server that runs, and what of it is measured.
pub(crate) struct Server<'a> {
    pub(crate) peer: &'a Peer,
    pub(crate) site: Site,
    pub(crate) process: Process,
}

/// One load on one server.
pub(crate) struct Subject<'a> {
    pub(crate) server: &'a Server<'a>,
    pub(crate) load: &'a Load,
    pub(crate) connections: usize,
}

/// One measurement. Times are microseconds.
#[derive(Clone, Copy)]
struct Sample {
    rate: f64,
    cpu: f64,
    user: f64,
    p50: f64,
    p99: f64,
    foreign: f64,
}

/// What the rounds say about a subject: medians, and the best of some. Times are microseconds.
#[derive(Clone, Copy)]
pub(crate) struct Summary {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Processor time a request, of all processes of the server.
    pub(crate) cpu: f64,
    pub(crate) least_cpu: f64,
    pub(crate) user: f64,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    /// Cores that something else used meanwhile.
    pub(crate) foreign: f64,
    /// How many rounds were quiet enough to count.
    pub(crate) quiet: usize,
}

/// A measurement counts as quiet while less than this of a core went to something else.
pub(crate) const QUIET: f64 = 0.15;

/// Measures all in turn, as many rounds as asked, and sums each up.
pub(crate) fn rounds(
    subjects: &[Subject<'_>],
    upstream: &Process,
    effort: &Effort,
) -> Result<Vec<Summary>, Error> {
    let mut samples = vec![Vec::new(); subjects.len()];
    for round in 1..=effort.rounds {
        for (subject, samples) in subjects.iter().zip(&mut samples) {
            let sample = quiet(subject, upstream, effort)?;
            let Server { peer, site, .. } = subject.server;
            eprintln!(
                "round {round}: {} ({} origins, {} connections): {:.0}/s, {:.2} us, foreign {:.2}",
                peer.name,
                site.origins,
                subject.connections,
                sample.rate,
                sample.cpu,
                sample.foreign
            );
            samples.push(sample);
        }
    }
    Ok(samples.iter().map(|samples| Summary::of(samples)).collect())
}

/// The quietest of some tries; the first that is quiet ends them.
fn quiet(subject: &Subject<'_>, upstream: &Process, effort: &Effort) -> Result<Sample, Error> {
    let mut best: Option<Sample> = None;
    for _ in 0..effort.tries.max(1) {
        go_on()?;
        let sample = subject.server.awake(|| once(subject, upstream, effort.seconds))?;
        if best.is_none_or(|best| sample.foreign < best.foreign) {
            best = Some(sample);
        }
        if sample.foreign < QUIET {
            break;
        }
    }
    Ok(best.expect("there is at least one try"))
}

fn once(subject: &Subject<'_>, upstream: &Process, seconds: u64) -> Result<Sample, Error> {
    let Subject { server, load, connections } = subject;
    let (port, folder) = (server.site.port, &server.site.folder);
    load.run(port, *connections, 1, folder)?;
    let used = || -> Result<[Ticks; 4], Error> {
        let server = server.process.used()?;
        Ok([machine::used_by_all()?, server, upstream.used()?, machine::used_by_us()])
    };
    let before = used()?;
    let outcome = load.run(port, *connections, seconds, folder)?;
    let after = used()?;
    let spent = |index: usize| after[index] - before[index];
    let known = spent(1).seconds() + spent(2).seconds() + spent(3).seconds();
    let a_request = |seconds: f64| seconds * 1e6 / outcome.requests.max(1) as f64;
    Ok(Sample {
        rate: outcome.requests as f64 / outcome.seconds,
        cpu: a_request(spent(1).seconds()),
        user: a_request(spent(1).user_seconds()),
        p50: outcome.p50,
        p99: outcome.p99,
        foreign: (spent(0).seconds() - known).max(0.0) / outcome.seconds,
    })
}

impl Server<'_> {
    /// Lets it run while something is done.
    pub(crate) fn awake<T>(&self, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        self.process.resume()?;
        let result = work();
        self.process.pause()?;
        result
    }
}

impl Summary {
    /// Medians of the quiet samples; the quietest where none was quiet.
    fn of(samples: &[Sample]) -> Summary {
        let mut used = samples.to_vec();
        used.sort_by(|a, b| a.foreign.total_cmp(&b.foreign));
        let quiet = used.iter().filter(|sample| sample.foreign < QUIET).count();
        used.truncate(quiet.max(1));
        let all = |field: fn(&Sample) -> f64| used.iter().map(field).collect::<Vec<f64>>();
        Summary {
            rate: median(all(|s| s.rate)),
            cpu: median(all(|s| s.cpu)),
            least_cpu: all(|s| s.cpu).into_iter().fold(f64::INFINITY, f64::min),
            user: median(all(|s| s.user)),
            p50: median(all(|s| s.p50)),
            p99: median(all(|s| s.p99)),
            foreign: median(all(|s| s.foreign)),
            quiet,
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

/// How many system calls a request takes, on 64 connections; strace counts them.
pub(crate) fn calls(server: &Server<'_>, load: &Load, folder: &Path) -> Result<f64, Error> {
    go_on()?;
    let counts = folder.join("calls.txt");
    server.awake(|| {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-c", "-o"]).arg(&counts);
        for id in server.process.ids()? {
            strace.args(["-p", &id.to_string()]);
        }
        let mut strace = strace.stderr(std::process::Stdio::null()).spawn()?;
        std::thread::sleep(Duration::from_millis(500)); // until it is attached
        let outcome = load.run(server.site.port, 64, 1, folder);
        let tracer = rustix::process::Pid::from_child(&strace);
        rustix::process::kill_process(tracer, rustix::process::Signal::INT)?;
        strace.wait()?;
        let text = fs::read_to_string(&counts)?;
        let total = text.lines().find(|line| line.ends_with(" total"));
        let calls = total.and_then(|line| line.split_whitespace().nth(3)?.parse::<f64>().ok());
        Ok(calls.ok_or("strace printed no total")? / outcome?.requests.max(1) as f64)
    })
}
