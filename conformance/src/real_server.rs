//! Real servers, each set up in one of the ways in which people have them broken: the files in
//! `conformance/servers/<server>/`. A setup's first lines are comments that say how to ask
//! (`check:`) and what is to be found (`cause:`); one may ask something else first (`before:`), which
//! a cache then remembers.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A server that is run for real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// Apache httpd, from the system's packages.
    Apache,
    /// Express, from npm.
    Express,
    /// nginx, from the system's packages.
    Nginx,
}

impl Server {
    /// Every server.
    pub const ALL: [Self; 3] = [Self::Apache, Self::Express, Self::Nginx];

    /// The target's id, which is the folder's name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Apache => "apache",
            Self::Express => "express",
            Self::Nginx => "nginx",
        }
    }

    const fn file(self) -> &'static str {
        match self {
            Self::Apache => "httpd.conf",
            Self::Express => "server.cjs",
            Self::Nginx => "nginx.conf",
        }
    }

    /// The command that runs the server in the foreground.
    fn command(self, dir: &Path) -> Command {
        let config = dir.join(self.file());
        let mut command;
        match self {
            Self::Apache => {
                command = Command::new("/usr/sbin/apache2");
                command.arg("-DFOREGROUND").arg("-f").arg(config);
            }
            Self::Express => {
                command = Command::new("node");
                command.arg(config);
            }
            Self::Nginx => {
                command = Command::new("/usr/sbin/nginx");
                command.arg("-p").arg(dir).arg("-c").arg(config);
            }
        }
        command
    }
}

/// One way in which a server is broken.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Which server.
    pub server: Server,
    /// The file's name without its ending.
    pub name: String,
    /// The arguments of an earlier `preflight check`, if any.
    pub before: Option<String>,
    /// The arguments of `preflight check`, with `{url}` in them.
    pub check: String,
    /// The cause to be found first.
    pub cause: String,
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
        for server in Server::ALL {
            let mut paths: Vec<PathBuf> = fs::read_dir(folder(server))
                .expect("the folder of setups can be read")
                .map(|entry| entry.expect("an entry").path())
                .filter(|path| path.file_stem().is_some_and(|s| s != "base"))
                .collect();
            paths.sort();
            setups.extend(paths.iter().map(|path| Self::read(server, path)));
        }
        setups
    }

    fn read(server: Server, path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a setup can be read");
        let given = |name: &str| {
            let line =
                text.lines().find_map(|l| l.trim_start_matches(['#', '/', ' ']).strip_prefix(name));
            line.map(|line| line.trim().to_owned())
        };
        let field = |name: &str| {
            given(name).unwrap_or_else(|| panic!("{} lacks a line `{name}`", path.display()))
        };
        let before = given("before:");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        Self { server, name, before, check: field("check:"), cause: field("cause:"), text }
    }
}

/// A server that runs, and ends with this value.
#[derive(Debug)]
pub struct Running {
    child: Child,
    dir: PathBuf,
    /// Its address, without a slash at the end.
    pub url: String,
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

impl Running {
    /// Starts a server on free loopback ports and waits until it answers.
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
        let port = free_port();
        let base = folder(setup.server).join(if setup.server == Server::Express {
            "base.cjs"
        } else {
            "base.conf"
        });
        let base = fs::read_to_string(base).expect("the base can be read");
        let config = base
            .replace("{setup}", &setup.text)
            .replace("{dir}", &dir.to_string_lossy())
            .replace("{port2}", &free_port().to_string())
            .replace("{closed}", &free_port().to_string())
            .replace("{port}", &port.to_string())
            .replace("{modules}", "/usr/lib/apache2/modules")
            .replace("{user}", "www-data")
            .replace("{group}", "www-data");
        fs::write(dir.join(setup.server.file()), config).expect("the configuration can be written");
        let log = fs::File::create(dir.join("output")).expect("a log");
        let child = setup
            .server
            .command(&dir)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log)
            .spawn()
            .unwrap_or_else(|e| {
                panic!("{} does not start ({e}); ./test installs it", setup.server.id())
            });
        let mut running = Self { child, dir, url: format!("http://127.0.0.1:{port}") };
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
                panic!(
                    "{} did not start with {}:\n{output}{errors}",
                    setup.server.id(),
                    setup.name
                );
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

fn folder(server: Server) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("servers").join(server.id())
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
