//! A server's process and its folder, both of which end with the value.

use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long a server may take to answer. On two cores a dozen of them start at a time.
const PATIENCE: Duration = Duration::from_secs(90);

/// How long a check of a configuration may take, and a compiler.
const LIMIT: Duration = Duration::from_secs(300);

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// A folder for one server or several.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("preflight-{}-{number}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder for the server");
        Self(dir)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The folder of one of several servers.
    pub(super) fn of(&self, number: usize) -> PathBuf {
        self.0.join(number.to_string())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Writes a file and the folders above it.
pub(super) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

/// What every server may serve, and where it may put what it pleases.
pub(super) fn furnish(dir: &Path) {
    fs::create_dir_all(dir.join("tmp")).expect("a folder for the server");
    write(&dir.join("root/items.json"), "[]");
    write(&dir.join("root/index.html"), "<!doctype html><title>site</title>");
    write(&dir.join("users"), "user:{PLAIN}secret\n");
}

/// A process that runs until it is dropped.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    name: String,
    dir: PathBuf,
}

impl Process {
    /// Starts `command`; what it prints goes to a file in `dir`.
    pub(super) fn start(mut command: Command, name: String, dir: &Path) -> Self {
        let log = fs::File::create(dir.join("output")).expect("a log");
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log)
            .spawn()
            .unwrap_or_else(|e| panic!("{name} does not start ({e}); ./test installs it"));
        Self { child, name, dir: dir.to_owned() }
    }

    /// Waits until it is ready; with what it said where that does not come about.
    pub(super) fn wait(&mut self, ready: impl Fn() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !ready() {
            let ended = self.child.try_wait().ok().flatten().is_some();
            if ended || Instant::now() > deadline {
                panic!("{} did not start:\n{}", self.name, self.said());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn said(&self) -> String {
        let read = |name| fs::read_to_string(self.dir.join(name)).unwrap_or_default();
        read("output") + &read("error.log")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        // SIGTERM first, so that nginx and Apache take their workers with them.
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let deadline = Instant::now() + Duration::from_secs(3);
        while Instant::now() < deadline && self.child.try_wait().ok().flatten().is_none() {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command to its end.
///
/// # Errors
/// What it printed, where it fails or goes on for too long.
pub(super) fn run(command: Command, name: String, dir: &Path) -> Result<(), String> {
    let mut process = Process::start(command, name, dir);
    let deadline = Instant::now() + LIMIT;
    while Instant::now() < deadline {
        match process.child.try_wait().map_err(|e| e.to_string())? {
            Some(status) if status.success() => return Ok(()),
            Some(_) => break,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    }
    Err(format!("{} fails:\n{}", process.name, process.said()))
}
