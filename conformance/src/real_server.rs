//! Real servers, each set up in one of the ways in which people have them broken: the files in
//! `conformance/servers/<server>/`. A setup's first lines are comments that say how to ask
//! (`check:`), what is to be found (`cause:`, `layer:`, `apart:`), which other setup runs behind it,
//! on `{port2}` (`behind:`), and what to ask first (`before:`), which a cache then remembers.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A server that is run for real.
#[derive(Debug, PartialEq, Eq)]
pub struct Server {
    /// The target's id, which is the folder's name.
    pub id: &'static str,
    /// What every setup of this server begins with, in its folder.
    base: &'static str,
    /// The command that runs it in the foreground; `{dir}`, `{config}` and `{venv}` are filled in.
    command: &'static [&'static str],
}

/// Every server, from the system's packages, npm (Express) or PyPI (those in Python).
pub static SERVERS: [Server; 8] = [
    Server {
        id: "apache",
        base: "base.conf",
        command: &["/usr/sbin/apache2", "-DFOREGROUND", "-f", "{config}"],
    },
    Server {
        id: "caddy",
        base: "base.caddyfile",
        command: &["caddy", "run", "--adapter", "caddyfile", "--config", "{config}"],
    },
    Server { id: "django", base: "base.py", command: &["{venv}/bin/python", "{config}"] },
    Server { id: "express", base: "base.cjs", command: &["node", "{config}"] },
    Server { id: "fastapi", base: "base.py", command: &["{venv}/bin/python", "{config}"] },
    Server { id: "flask", base: "base.py", command: &["{venv}/bin/python", "{config}"] },
    Server { id: "haproxy", base: "base.cfg", command: &["/usr/sbin/haproxy", "-f", "{config}"] },
    Server {
        id: "nginx",
        base: "base.conf",
        command: &["/usr/sbin/nginx", "-p", "{dir}", "-c", "{config}"],
    },
];

impl Server {
    fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("servers").join(self.id)
    }

    fn command(&self, dir: &Path, config: &Path) -> Command {
        // Where ./test puts what comes from PyPI.
        let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/venv");
        let mut words = self.command.iter().map(|word| {
            word.replace("{venv}", &venv.to_string_lossy())
                .replace("{config}", &config.to_string_lossy())
                .replace("{dir}", &dir.to_string_lossy())
        });
        let mut command = Command::new(words.next().expect("a program"));
        // Caddy keeps its state in the home folder, Python its bytecode beside the source.
        command.args(words).env("HOME", dir).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }
}

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
}

impl Setup {
    /// Every setup in `conformance/servers/`.
    ///
    /// # Panics
    /// Where a file cannot be read or lacks its first lines: the build is broken then.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut setups = Vec::new();
        for server in &SERVERS {
            let mut paths: Vec<PathBuf> = fs::read_dir(server.folder())
                .expect("the folder of setups can be read")
                .map(|entry| entry.expect("an entry").path())
                .filter(|path| path.file_stem().is_some_and(|s| s != "base"))
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
        }
    }

    /// The setup of a path such as `flask/no_cors.py`.
    fn of(path: &str) -> Self {
        let id = path.split('/').next().unwrap_or_default();
        let server = SERVERS.iter().find(|s| s.id == id);
        let server = server.unwrap_or_else(|| panic!("no server is called `{id}`"));
        Self::read(server, &server.folder().with_file_name(path))
    }
}

/// A server that runs, and ends with this value.
#[derive(Debug)]
pub struct Running {
    child: Child,
    dir: PathBuf,
    /// The server behind it, which ends with it.
    _behind: Option<Box<Self>>,
    port: u16,
    /// Its address, without a slash at the end.
    pub url: String,
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

impl Running {
    /// Starts a server on free loopback ports, the one behind it first, and waits until it answers.
    ///
    /// # Panics
    /// Where it is not installed or does not start within ten seconds, with what it said.
    #[must_use]
    pub fn start(setup: &Setup) -> Self {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("preflight-{}-{number}", std::process::id()));
        for folder in ["root", "tmp"] {
            fs::create_dir_all(dir.join(folder)).expect("a folder for the server");
        }
        fs::write(dir.join("root/items.json"), "[]").expect("a file to serve");
        fs::write(dir.join("root/index.html"), "<!doctype html><title>site</title>")
            .expect("a page");
        fs::write(dir.join("users"), "user:{PLAIN}secret\n").expect("a password file");
        let behind = setup.behind.as_ref().map(|behind| Box::new(Self::start(behind)));
        let (port, port2) = (free_port(), behind.as_ref().map_or_else(free_port, |b| b.port));
        let base = setup.server.folder().join(setup.server.base);
        let base = fs::read_to_string(base).expect("the base can be read");
        let config = base
            .replace("{setup}", &setup.text)
            .replace("{dir}", &dir.to_string_lossy())
            .replace("{port2}", &port2.to_string())
            .replace("{closed}", &free_port().to_string())
            .replace("{port}", &port.to_string())
            .replace("{modules}", "/usr/lib/apache2/modules")
            .replace("{user}", "www-data")
            .replace("{group}", "www-data");
        let path = dir.join(setup.server.base);
        fs::write(&path, config).expect("the configuration can be written");
        let log = fs::File::create(dir.join("output")).expect("a log");
        let child = setup
            .server
            .command(&dir, &path)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log)
            .spawn()
            .unwrap_or_else(|e| {
                panic!("{} does not start ({e}); ./test installs it", setup.server.id)
            });
        let url = format!("http://127.0.0.1:{port}");
        let mut running = Self { child, dir, _behind: behind, port, url };
        running.wait(port, setup);
        running
    }

    fn wait(&mut self, port: u16, setup: &Setup) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = self.child.try_wait().ok().flatten().is_some();
            if ended || Instant::now() > deadline {
                let output = fs::read_to_string(self.dir.join("output")).unwrap_or_default();
                let errors = fs::read_to_string(self.dir.join("error.log")).unwrap_or_default();
                panic!("{} did not start with {}:\n{output}{errors}", setup.server.id, setup.name);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // SIGTERM to its own pid first, so that nginx and Apache take their workers with them.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let deadline = Instant::now() + Duration::from_secs(3);
        while Instant::now() < deadline && self.child.try_wait().ok().flatten().is_none() {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// A port that was free a moment ago.
///
/// # Panics
/// Where loopback has no free port.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}
