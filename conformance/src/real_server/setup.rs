//! The ways in which people have servers broken, and where a fix goes.
//!
//! Comments mark the place: a fix stands where `broken:` does, and the lines up to `:broken` go. Among
//! these, what has nothing to do with CORS stands between `kept:` and `:kept`, and goes on within what
//! was generated, above its line with [`Server`]'s anchor. A comment `fix: …`, there or in the base,
//! becomes what follows it, and the fix stands there instead: as `{generated}`, or through the file
//! that `{fix}` names, as in `fix: app.use(require("{fix}"));` of a framework's base.

use super::holes::Holes;
use super::process::{Folder, Process, furnish, run, write};
use super::table::{SERVERS, Server};
use super::{free_port, status};
use preflight_report::FixFile;
use preflight_targets::generate::Plan;
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One way in which a server is broken.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Which server.
    pub server: &'static Server,
    /// The file's name without its ending.
    pub name: String,
    /// The arguments of an earlier `preflight check`, if any.
    pub before: Option<String>,
    /// The arguments of `preflight check`, with `{url}` in them.
    pub check: String,
    /// The cause to be found first.
    pub cause: String,
    /// The layer to be named: the server, unless `layer:` says otherwise.
    pub layer: String,
    /// What the report says of layers that answered apart, if `apart:` asks for it.
    pub apart: Option<String>,
    behind: Option<Box<Self>>,
    text: String,
    /// What was generated to put it right.
    fix: Option<Fix>,
}

/// A generated configuration, and what goes on within it.
#[derive(Debug, Clone)]
struct Fix {
    files: Vec<FixFile>,
    kept: String,
}

impl Setup {
    /// Every setup in `conformance/servers/`.
    ///
    /// # Panics
    /// Where a file cannot be read or lacks its first lines: the build is broken then.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut setups = Vec::new();
        for server in SERVERS.iter().filter(|server| server.variant.is_empty()) {
            let mut paths: Vec<PathBuf> = fs::read_dir(server.folder())
                .expect("the folder of setups can be read")
                .map(|entry| entry.expect("an entry").path())
                .filter(|path| is_setup(path))
                .collect();
            paths.sort();
            setups.extend(paths.iter().map(|path| Self::read(server, path)));
        }
        setups
    }

    fn read(server: &'static Server, path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a setup can be read");
        let field = |name: &str| {
            let head = text.lines().take_while(|line| line.starts_with(['#', '/']));
            let mut head = head.map(|line| line.trim_start_matches(['#', '/', ' ']));
            head.find_map(|l| l.strip_prefix(name)).map(|value| value.trim().to_owned())
        };
        let needed = |name: &str| {
            field(name).unwrap_or_else(|| panic!("{} lacks a line `{name}`", path.display()))
        };
        Self {
            server,
            name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
            before: field("before:"),
            check: needed("check:"),
            cause: needed("cause:"),
            layer: field("layer:").unwrap_or_else(|| server.id.to_owned()),
            apart: field("apart:"),
            behind: field("behind:").map(|other| Box::new(Self::of(&other))),
            text,
            fix: None,
        }
    }

    /// The setups in groups that [start together](Running::start_all): all of a server that a compiler
    /// makes, and any other alone.
    #[must_use]
    pub fn in_groups(setups: Vec<Self>) -> Vec<Vec<Self>> {
        let mut groups: Vec<Vec<Self>> = Vec::new();
        for setup in setups {
            let server = setup.server;
            match groups.last_mut() {
                Some(group) if server.is_built() && group[0].server == server => group.push(setup),
                _ => groups.push(vec![setup]),
            }
        }
        groups
    }

    /// Whether a fix can be tried: one is written for this server, and it is marked where it goes.
    #[must_use]
    pub fn is_curable(&self) -> bool {
        self.server.generated && self.text.lines().any(|line| mark(line) == Some("broken:"))
    }

    /// The same, with `page` as the origin that it knows.
    #[must_use]
    pub fn for_page(mut self, page: &str) -> Self {
        self.text = self.text.replace(PAGE, page);
        self.behind = self.behind.map(|behind| Box::new(behind.for_page(page)));
        self
    }

    /// The same with what was generated put in place of what is broken.
    #[must_use]
    pub fn fixed(&self, files: Vec<FixFile>) -> Self {
        let elsewhere = [&self.text, &self.server.base_text()]
            .into_iter()
            .any(|text| text.lines().filter_map(mark).any(|mark| mark.starts_with(FIX)));
        let (mut text, mut kept) = (String::new(), String::new());
        let (mut broken, mut keeps) = (false, false);
        for line in self.text.lines() {
            match mark(line) {
                Some("broken:") => {
                    broken = true;
                    text += if elsewhere { "" } else { "{generated}\n" };
                }
                Some(":broken") => broken = false,
                Some("kept:") => keeps = true,
                Some(":kept") => keeps = false,
                _ if keeps => kept += &format!("{line}\n"),
                _ if broken => {}
                _ => text += &format!("{line}\n"),
            }
        }
        let text = applied(&text);
        Self { text, fix: Some(Fix { files, kept }), ..self.clone() }
    }

    /// The setup of a path such as `flask/no_cors.py`.
    fn of(path: &str) -> Self {
        let id = path.split('/').next().unwrap_or_default();
        let server = SERVERS.iter().find(|s| s.id == id);
        let server = server.unwrap_or_else(|| panic!("no server is called `{id}`"));
        Self::read(server, &server.folder().with_file_name(path))
    }
}

/// The origin that the setups know.
const PAGE: &str = "http://localhost:3000";

/// What stands for the upstream in what is generated, with a scheme before it or without.
const UPSTREAM: &str = "127.0.0.1:3000";

/// How a line begins that holds with the fix.
const FIX: &str = "fix: ";

/// `text` with its lines that hold with the fix.
fn applied(text: &str) -> String {
    let line = |line| mark(line).and_then(|mark: &str| mark.strip_prefix(FIX)).unwrap_or(line);
    text.lines().map(|l| format!("{}\n", line(l))).collect()
}

/// What a line of comment says.
fn mark(line: &str) -> Option<&str> {
    let line = line.trim();
    line.starts_with(['#', '/']).then(|| line.trim_start_matches(['#', '/', ' ']))
}

impl Fix {
    /// The generated text with this server's addresses, and what was kept within it.
    fn text(&self, server: &Server, file: &FixFile, holes: &Holes) -> String {
        let text = file
            .content
            .replace(Plan::LISTEN, &holes.fill("127.0.0.1:{port}"))
            .replace(UPSTREAM, &holes.fill("127.0.0.1:{port2}"))
            // Envoy writes an address in two parts.
            .replace("port_value: 8080", &holes.fill("port_value: {port}"))
            .replace("port_value: 3000", &holes.fill("port_value: {port2}"));
        if self.kept.is_empty() {
            return text;
        }
        let kept = holes.fill(&self.kept);
        let anchor = text.find(server.anchor).filter(|_| !server.anchor.is_empty());
        let anchor = anchor.unwrap_or_else(|| panic!("no anchor in what is generated:\n{text}"));
        let line = text[..anchor].rfind('\n').map_or(0, |end| end + 1);
        [&text[..line], &kept, &text[line..]].concat()
    }
}

/// Whether a file of the folder is a setup: all but what setups and generated configurations begin
/// with.
fn is_setup(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.is_file() && stem != "base" && !stem.starts_with("generated")
}

/// A broken server that runs, and ends with this value.
#[derive(Debug)]
pub struct Running {
    _process: Process,
    _folder: Arc<Folder>,
    /// The server behind it, which ends with it.
    _behind: Option<Box<Self>>,
    port: u16,
    /// Its address, without a slash at the end.
    pub url: String,
}

impl Running {
    /// Starts a server on free loopback ports, the one behind it first, and waits until it answers. Its
    /// own check of a configuration passes first where that was put right.
    ///
    /// # Panics
    /// Where it is not installed, refuses a configuration, or does not start: with what it said.
    #[must_use]
    pub fn start(setup: &Setup) -> Self {
        Self::start_all([setup]).remove(0)
    }

    /// Starts several setups of one server, for which its compiler runs once.
    ///
    /// # Panics
    /// As [`start`](Self::start) does.
    #[must_use]
    pub fn start_all<'a>(setups: impl IntoIterator<Item = &'a Setup>) -> Vec<Self> {
        let folder = Arc::new(Folder::new());
        let prepared: Vec<_> = setups
            .into_iter()
            .enumerate()
            .map(|(number, setup)| Prepared::new(setup, &folder, number))
            .collect();
        if let Some(first) = prepared.first() {
            let holes: Vec<_> = prepared.iter().map(|prepared| prepared.holes.clone()).collect();
            first.setup.server.build(&holes, &folder);
        }
        prepared.into_iter().map(|prepared| prepared.start(&folder)).collect()
    }
}

/// A setup whose files are written, and behind which the other server runs.
struct Prepared<'a> {
    setup: &'a Setup,
    behind: Option<Box<Running>>,
    port: u16,
    holes: Holes,
    dir: PathBuf,
}

impl<'a> Prepared<'a> {
    fn new(setup: &'a Setup, folder: &Folder, number: usize) -> Self {
        let (server, dir) = (setup.server, folder.of(number));
        furnish(&dir);
        let behind = setup.behind.as_ref().map(|behind| Box::new(Running::start(behind)));
        let (port, port2) = (free_port(), behind.as_ref().map_or_else(free_port, |b| b.port));
        let config = dir.join(server.base());
        let holes = Holes::new(folder.path(), number, port, port2)
            .with("{config}", config.to_string_lossy());
        let base = match setup.fix {
            Some(_) => applied(&server.base_text()),
            None => server.base_text(),
        };
        let base = base.replace("{setup}", &setup.text);
        let mut text = holes.fill(&base);
        if let Some(fix) = &setup.fix {
            for file in &fix.files {
                write(&dir.join(&file.name), &fix.text(server, file, &holes));
            }
            // Filled in last: nothing in it is a hole.
            text = text.replace("{fix}", &dir.join(&fix.files[0].name).to_string_lossy());
            text = text.replace("{generated}", &fix.text(server, &fix.files[0], &holes));
        }
        write(&config, &text);
        Self { setup, behind, port, holes, dir }
    }

    fn start(self, folder: &Arc<Folder>) -> Running {
        let Self { setup, behind, port, holes, dir } = self;
        let server = setup.server;
        if let (Some(_), Some(check)) = (&setup.fix, server.check(&holes)) {
            let name = format!("the check of {} {}", server.id, setup.name);
            run(check, name, &dir).unwrap_or_else(|said| panic!("{said}"));
        }
        let name = format!("{} with {}", server.id, setup.name);
        let mut process = Process::start(server.run(&holes), name, &dir);
        process.wait(|| match server.loads_later {
            true => status(port, "/api/items").is_some_and(|status| status != 404),
            false => TcpStream::connect(("127.0.0.1", port)).is_ok(),
        });
        let url = format!("http://127.0.0.1:{port}");
        let folder = Arc::clone(folder);
        Running { _process: process, _folder: folder, _behind: behind, port, url }
    }
}
