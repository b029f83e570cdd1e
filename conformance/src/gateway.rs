//! `preflight serve` as people run it: the program, a `preflight.toml`, an upstream behind it.

use crate::real_server::free_port;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long it may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(20);

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// The program under test, beside the test's own or above it: `./test` builds it first.
///
/// # Panics
/// Where it is missing.
#[must_use]
pub fn preflight() -> PathBuf {
    let ours = std::env::current_exe().expect("the path of this program");
    let folders = ours.ancestors().skip(1).take(2);
    let binary = folders.map(|folder| folder.join("preflight")).find(|binary| binary.exists());
    binary.unwrap_or_else(|| panic!("{} has no preflight: build it first", ours.display()))
}

/// A gateway that runs, and ends with this value.
#[derive(Debug)]
pub struct Serving {
    child: Child,
    folder: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Serving {
    /// Starts it with this `preflight.toml`, in which `{listen}` stands for its address, and waits until
    /// it accepts connections.
    ///
    /// # Panics
    /// Where it does not start, with what it said.
    #[must_use]
    pub fn start(config: &str) -> Self {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("preflight-serve-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()));
        let path = folder.join("preflight.toml");
        fs::write(&path, filled(config, address)).expect("the configuration can be written");
        let said = fs::File::create(folder.join("said")).expect("a log");
        let child = Command::new(preflight())
            .args(["serve", "--quiet", "--config"])
            .arg(&path)
            .stdin(Stdio::null())
            .stdout(said.try_clone().expect("a second handle"))
            .stderr(said)
            .spawn()
            .expect("the program starts");
        let mut serving = Self { child, folder, address };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(address).is_err() {
            let ended = serving.child.try_wait().ok().flatten().is_some();
            assert!(!ended && Instant::now() < deadline, "it did not start:\n{}", serving.said());
            std::thread::sleep(Duration::from_millis(20));
        }
        serving
    }

    /// Writes another `preflight.toml`, in one step, and has it read.
    ///
    /// # Errors
    /// Where the file cannot be written or the process is gone.
    pub fn reload(&self, config: &str) -> io::Result<()> {
        let (new, path) = (self.folder.join("new"), self.folder.join("preflight.toml"));
        fs::write(&new, filled(config, self.address))?;
        fs::rename(new, path)?;
        Ok(kill_process(self.pid(), Signal::HUP)?)
    }

    /// Everything that it said so far.
    #[must_use]
    pub fn said(&self) -> String {
        fs::read_to_string(self.folder.join("said")).unwrap_or_default()
    }

    /// The memory that it holds, its share of what it has in common with others, in KiB.
    ///
    /// # Errors
    /// Where the system does not say.
    pub fn memory(&self) -> io::Result<u64> {
        let path = format!("/proc/{}/smaps_rollup", self.child.id());
        let text = fs::read_to_string(Path::new(&path))?;
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kibibytes = line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok());
        kibibytes.ok_or_else(|| io::Error::other(format!("{path} has no Pss")))
    }

    fn pid(&self) -> Pid {
        let id = i32::try_from(self.child.id()).ok();
        id.and_then(Pid::from_raw).expect("a process has a number")
    }
}

fn filled(config: &str, address: SocketAddr) -> String {
    config.replace("{listen}", &address.to_string())
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = kill_process(self.pid(), Signal::TERM);
        let deadline = Instant::now() + Duration::from_secs(3);
        while Instant::now() < deadline && self.child.try_wait().ok().flatten().is_none() {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
