//! The whole run: who is started when, and which tables come of it.

use crate::{
    Args, Error, check,
    configs::Site,
    goals::{self, Goal},
    load::{self, Load},
    machine,
    measure::{self, Effort, Server, Subject, Summary},
    memory,
    peers::{self, Kind, PEERS, Peer, REFERENCE},
    process::Process,
    table::{self, Facts},
};
use std::{
    fs,
    net::TcpListener,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};

/// The cases that can be asked for.
pub(crate) const CASES: [&str; 4] = ["preflight", "actual", "many", "memory"];

/// Few origins, some, many.
pub(crate) const ORIGINS: [usize; 3] = [10, 1_000, 10_000];

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// An error once the user has asked for the end; what was started is killed on the way out.
pub(crate) fn go_on() -> Result<(), Error> {
    if INTERRUPTED.load(Ordering::Relaxed) { Err("interrupted".into()) } else { Ok(()) }
}

/// Runs what was asked for and prints the tables.
pub(crate) fn run(args: &Args) -> Result<(), Error> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed))?;
    machine::settle()?;
    let peers = chosen(args)?;
    let folder = tempfile::tempdir()?;
    let port = free_port()?;
    let log = folder.path().join("upstream.log");
    let upstream = Process::start(&peers::upstream(port, args), machine::LOAD_CORE, &log)?;
    let bench = Bench { args, peers, folder: folder.path(), upstream, upstream_port: port };
    let mut text = table::head(&bench.facts()?);
    let mut goals = Vec::new();
    for case in &args.cases {
        let (section, its_goals) = match case.as_str() {
            "preflight" => bench.one_load(&load::preflight(ORIGINS[0]), Kind::AnswerLimit)?,
            "actual" => bench.one_load(&load::actual(ORIGINS[0]), Kind::RelayLimit)?,
            "many" => bench.many()?,
            "memory" => bench.memory()?,
            _ => return Err(format!("no case `{case}`; there are {}", CASES.join(", ")).into()),
        };
        text += &section;
        goals.extend(its_goals);
    }
    text += &goals::table(&goals);
    print!("{text}");
    if let Some(path) = &args.output {
        fs::write(path, &text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// Who is to be measured.
fn chosen(args: &Args) -> Result<Vec<&'static Peer>, Error> {
    if let Some(name) = args.only.iter().find(|name| PEERS.iter().all(|peer| peer.name != **name)) {
        let names: Vec<_> = PEERS.iter().map(|peer| peer.name).collect();
        return Err(format!("no gateway `{name}`; there are {}", names.join(", ")).into());
    }
    let wanted = |peer: &&Peer| {
        let name = peer.name;
        args.only.is_empty() || name == REFERENCE || args.only.iter().any(|only| only == name)
    };
    Ok(PEERS.iter().filter(wanted).collect())
}

/// What all cases share.
struct Bench<'a> {
    args: &'a Args,
    peers: Vec<&'static Peer>,
    folder: &'a Path,
    upstream: Process,
    upstream_port: u16,
}

/// What a case adds to the page.
type Section = (String, Vec<Goal>);

/// Servers that run side by side, all paused.
pub(crate) struct Field<'a> {
    pub(crate) servers: Vec<Server<'a>>,
}

impl Bench<'_> {
    fn facts(&self) -> Result<Facts, Error> {
        let titles: Result<Vec<_>, Error> =
            self.peers.iter().map(|peer| peer.title(self.args)).collect();
        Ok(Facts {
            machine: machine::description()?,
            versions: titles?,
            effort: self.effort(),
            quick: self.args.quick,
        })
    }

    fn effort(&self) -> Effort {
        match self.args.quick {
            true => Effort { rounds: 2, seconds: 1, tries: 2 },
            false => Effort { rounds: 5, seconds: 3, tries: 5 },
        }
    }

    /// One load on every server, on 64 connections and on one.
    fn one_load(&self, load: &Load, limit: Kind) -> Result<Section, Error> {
        let kinds = [Kind::Gateway, limit];
        let field = self.start(ORIGINS[0], &kinds)?;
        let subjects = |connections| -> Vec<Subject<'_>> {
            field.servers.iter().map(|server| Subject { server, load, connections }).collect()
        };
        let busy = measure::rounds(&subjects(64), &self.upstream, &self.effort())?;
        let short = Effort { rounds: self.effort().rounds.min(3), seconds: 1, tries: 2 };
        let alone = measure::rounds(&subjects(1), &self.upstream, &short)?;
        let calls: Result<Vec<_>, Error> =
            field.servers.iter().map(|server| measure::calls(server, load, self.folder)).collect();
        let text = table::one_load(load, &field, &busy, &alone, &calls?);
        Ok((text, goals::one_load(load, &field, &busy)))
    }

    /// Preflights of ten, a thousand and ten thousand origins, and hostile ones.
    fn many(&self) -> Result<Section, Error> {
        let fields: Result<Vec<_>, Error> =
            ORIGINS.iter().map(|count| self.start(*count, &[Kind::Gateway])).collect();
        let fields = fields?;
        let loads = ORIGINS.map(load::preflight);
        let hostile = load::hostile(ORIGINS[1]);
        let mut subjects = Vec::new();
        for index in 0..self.peers_of(&[Kind::Gateway]).len() {
            for (field, load) in fields.iter().zip(&loads) {
                subjects.push(Subject { server: &field.servers[index], load, connections: 64 });
            }
            let server = &fields[1].servers[index];
            subjects.push(Subject { server, load: &hostile, connections: 64 });
        }
        let effort = Effort { seconds: self.effort().seconds.min(2), ..self.effort() };
        let summaries = measure::rounds(&subjects, &self.upstream, &effort)?;
        let rows: Vec<&[Summary]> = summaries.chunks(ORIGINS.len() + 1).collect();
        Ok((table::many(&fields[0], &rows), goals::many(&fields[0], &rows)))
    }

    fn memory(&self) -> Result<Section, Error> {
        let field = self.start(ORIGINS[0], &[Kind::Gateway, Kind::RelayLimit])?;
        let seconds = if self.args.quick { 3 } else { 6 };
        let memories = memory::of_all(&field, seconds)?;
        Ok((table::memory(&field, &memories), goals::memory(&field, &memories)))
    }

    fn peers_of(&self, kinds: &[Kind]) -> Vec<&'static Peer> {
        self.peers.iter().copied().filter(|peer| kinds.contains(&peer.kind)).collect()
    }

    /// Starts the servers of these kinds one after the other, and sees that each does its job.
    fn start(&self, origins: usize, kinds: &[Kind]) -> Result<Field<'static>, Error> {
        let mut servers = Vec::new();
        for peer in self.peers_of(kinds) {
            go_on()?;
            servers.push(self.start_one(peer, origins)?);
        }
        Ok(Field { servers })
    }

    fn start_one(&self, peer: &'static Peer, origins: usize) -> Result<Server<'static>, Error> {
        let folder = self.folder.join(format!("{}-{origins}", peer.name.replace(' ', "-")));
        fs::create_dir_all(&folder)?;
        let upstream = ([127, 0, 0, 1], self.upstream_port).into();
        let site = Site { port: free_port()?, upstream, origins, folder };
        let command = (peer.command)(&site, self.args)?;
        let log = site.folder.join("log");
        let mut process = Process::start(&command, machine::SERVER_CORE, &log)?;
        let deadline = Instant::now() + Duration::from_secs(30);
        while let Err(error) = ready(peer, &site) {
            go_on()?;
            if process.ended() || Instant::now() > deadline {
                let said = fs::read_to_string(&log).unwrap_or_default();
                return Err(format!("{}: {error}\n{}", peer.name, said.trim()).into());
            }
            sleep(Duration::from_millis(100));
        }
        process.pause()?;
        Ok(Server { peer, site, process })
    }
}

fn ready(peer: &Peer, site: &Site) -> Result<(), Error> {
    match peer.kind {
        Kind::Gateway => check::same_job(site.port, site.origins),
        _ => std::net::TcpStream::connect(("127.0.0.1", site.port)).map(drop).map_err(Error::from),
    }
}

/// A port of the loopback interface that nobody listens on now.
fn free_port() -> Result<u16, Error> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
