//! Generated configurations on real servers: whatever a page asks, each browser's script sees what
//! the policy means, and the server behaves otherwise than our own only where its target says so.
//!
//! `PREFLIGHT_TARGETS=nginx,apache` runs these only.

use conformance::application_server::Upstream;
use conformance::behaviours::Seen;
use conformance::equivalence::{Compared, Subject, Wire, calls, compare, subjects};
use conformance::proven::recorded;
use conformance::real_server::{Generation, Live, SERVERS, Server, free_port};
use futures_util::future::join_all;
use preflight_targets::Target;
use preflight_targets::generate::{Behaviour, Generated, Generator, Plan};
use preflight_targets::proven::EQUIVALENCES;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::task::LocalSet;

/// How many differences are printed of one policy.
const SHOWN: usize = 3;

#[test]
fn every_generated_configuration_means_its_policy() {
    let only = std::env::var("PREFLIGHT_TARGETS").unwrap_or_default();
    let wanted = |server: &&Server| only.is_empty() || only.split(',').any(|id| id == server.id);
    let servers = SERVERS.iter().filter(|server| server.generated).filter(wanted);
    let servers: Vec<_> = servers.collect();
    let ran: Vec<_> = servers.iter().map(|server| server.id).collect();
    let servers = Mutex::new(servers.into_iter());
    let (rows, faults) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let next = || servers.lock().expect("a lock").next();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(server) = next() {
                    let (row, found) = proven(server);
                    rows.lock().expect("a lock").push(row);
                    faults.lock().expect("a lock").extend(found);
                }
            });
        }
    });
    let mut faults = faults.into_inner().expect("a lock");
    if faults.is_empty() {
        let rows = rows.into_inner().expect("a lock");
        faults.extend(recorded(EQUIVALENCES, &ran, rows).err());
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// What a person might leave out or mistype, and what shows it: a behaviour, or what pages see.
const SLIPS: [(&str, &str, Option<Behaviour>); 8] = [
    (r"\.com$", r"\.com", None),
    (r"app\.", "app.", None),
    ("PUT,DELETE,PURGE", "PUT,DELETE", None),
    ("x-request-id", "x-request", None),
    ("proxy_hide_header", "# proxy_hide_header", Some(Behaviour::ReplacesInnerHeaders)),
    (" always;", ";", Some(Behaviour::HeadersOnErrors)),
    ("return 403;", "return 401;", Some(Behaviour::RefusedPreflightIs403)),
    ("add_header Vary", "# add_header Vary", Some(Behaviour::VaryOnEveryResponse)),
];

/// The proof itself is proven: a configuration that means something else is told from one that does
/// not.
#[test]
fn a_slip_in_a_configuration_is_noticed() {
    let server = SERVERS.iter().find(|server| server.id == "nginx").expect("nginx");
    let target = Target::by_id(server.id).expect("a target");
    let subject = || subjects().into_iter().find(|s| s.name == "credentials").expect("a policy");
    let tried = try_all(server, target, SLIPS.map(|_| subject()), |n, generation| {
        let ((from, to, _), text) = (SLIPS[n], &mut generation.files[0].content);
        assert!(text.contains(from), "nothing is written as `{from}`:\n{text}");
        *text = text.replace(from, to);
    });
    for ((from, to, behaviour), tried) in SLIPS.iter().zip(&tried) {
        let noticed = match behaviour {
            Some(behaviour) => tried.seen.holds(*behaviour).is_err(),
            None => !tried.compared.differences.is_empty(),
        };
        assert!(noticed, "`{to}` for `{from}` goes unnoticed");
    }
}

/// A policy, what was generated of it, and who runs it.
struct Trial {
    subject: Subject,
    generated: Generated,
    wire: Wire,
    upstream: Upstream,
}

/// What came of a trial.
struct Tried {
    subject: &'static str,
    approximation: bool,
    compared: Compared,
    seen: Seen,
}

/// Runs the configurations of all policies, and tells what is wrong, after a row of [`EQUIVALENCES`].
fn proven(server: &'static Server) -> (String, Vec<String>) {
    let start = Instant::now();
    let target = Target::by_id(server.id).expect("a target");
    let generator = target.generator.as_ref().expect("a generator");
    let tried = try_all(server, target, subjects(), |_, _| {});
    let mut faults = shortfalls(server, &tried);
    for tried in &tried {
        let differences = &tried.compared.differences;
        for difference in differences.iter().take(SHOWN) {
            faults.push(format!("{}, {}: {difference}", server.name(), tried.subject));
        }
        if differences.len() > SHOWN {
            faults.push(format!("  and {} more", differences.len() - SHOWN));
        }
    }
    faults.extend(behaviours(server, generator, &tried));
    let exact = tried.iter().filter(|tried| !tried.approximation).count();
    let approximations = tried.len() - exact;
    let sum =
        |count: fn(&Compared) -> usize| tried.iter().map(|t| count(&t.compared)).sum::<usize>();
    let cases = sum(|compared| compared.cases);
    println!(
        "{:14} {exact:2} policies, {approximations:2} approximations, {cases:5} cases, {:4} readable, \
         {} unequal, {:.1} s",
        server.name(),
        sum(|compared| compared.readable),
        sum(|compared| compared.differences.len()),
        start.elapsed().as_secs_f32(),
    );
    let (id, variant) = (server.id, server.variant);
    (format!("{id}\t{variant}\t{exact}\t{approximations}\t{cases}"), faults)
}

/// Runs what the target makes of each policy, after an edit of the configuration.
fn try_all(
    server: &'static Server,
    target: &Target,
    subjects: impl IntoIterator<Item = Subject>,
    edit: impl Fn(usize, &mut Generation),
) -> Vec<Tried> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    LocalSet::new().block_on(&runtime.expect("a runtime"), async {
        let (mut trials, mut generations) = (Vec::new(), Vec::new());
        for (n, subject) in subjects.into_iter().enumerate() {
            let (trial, mut generation) = trial(target, subject).await;
            edit(n, &mut generation);
            trials.push(trial);
            generations.push(generation);
        }
        let start = tokio::task::spawn_blocking(move || Live::start(server, &generations));
        let _live = start.await.expect("servers that start");
        let generator = target.generator.as_ref().expect("a generator");
        join_all(trials.into_iter().map(|trial| run(generator, trial))).await
    })
}

/// What the target makes of the policies, with the application behind it; approximated where it cannot
/// express them.
async fn trial(target: &Target, subject: Subject) -> (Trial, Generation) {
    let port = free_port();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let behind = listener.local_addr().expect("an address").port();
    let plan = Plan {
        listen: format!("127.0.0.1:{port}"),
        upstream: format!("http://127.0.0.1:{behind}"),
        ..Plan::new(&subject.policies)
    };
    let generated = target.generate(&plan).expect("a generator").unwrap_or_else(|_| {
        let approximated = target.generate(&Plan { approximate: true, ..plan });
        approximated.expect("a generator").expect("approximations are allowed")
    });
    let generation = Generation { files: generated.files.clone(), port, upstream: behind };
    (
        Trial { subject, generated, wire: Wire::new(port), upstream: Upstream::start(listener) },
        generation,
    )
}

async fn run(generator: &Generator, trial: Trial) -> Tried {
    let Trial { subject, generated, wire, mut upstream } = trial;
    let lacks = |behaviour| generator.lacks.iter().any(|lack| lack.behaviour == behaviour);
    let approximation = !generated.approximations.is_empty();
    let calls = calls(&subject, lacks);
    let compared = compare(&wire, &subject.policies, &calls, approximation).await;
    let mut seen = Seen::ask(&subject, &wire, &upstream).await;
    seen.ask_without_application(&subject, &wire, &mut upstream).await;
    Tried { subject: subject.name, approximation, compared, seen }
}

/// Where the target cannot express other policies than the table says.
fn shortfalls(server: &Server, tried: &[Tried]) -> Vec<String> {
    let approximated = tried.iter().filter(|tried| tried.approximation);
    let found: BTreeSet<&str> = approximated.map(|tried| tried.subject).collect();
    let expected: BTreeSet<&str> = server.cannot.iter().copied().collect();
    if found == expected {
        return Vec::new();
    }
    vec![format!("{} cannot express {found:?}; the table says {expected:?}", server.name())]
}

/// Behaviours that do not hold though nothing says so, and those that do though they are said to be
/// lacking.
fn behaviours(server: &Server, generator: &Generator, tried: &[Tried]) -> Vec<String> {
    let exact = || tried.iter().filter(|tried| !tried.approximation);
    let mut faults = Vec::new();
    for behaviour in Behaviour::ALL {
        let lacking = generator.lacks.iter().any(|lack| lack.behaviour == behaviour);
        let seen = exact().find_map(|tried| {
            let instead = tried.seen.holds(behaviour).err()?;
            Some(format!("{}: {instead}", tried.subject))
        });
        match (lacking, seen) {
            (false, Some(instead)) => {
                faults.push(format!("{} lacks {}: {instead}", server.name(), behaviour.id()));
            }
            (true, None) => {
                faults.push(format!("{} does not lack {}", server.name(), behaviour.id()));
            }
            _ => {}
        }
    }
    faults
}
