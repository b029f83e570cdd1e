//! Programs of ours that print an address and run until they are ended.

use crate::gateway::preflight;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take to print its address, or to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program that was started, and ends with this value.
#[derive(Debug)]
pub struct Printing {
    child: Child,
    lines: Receiver<String>,
}

impl Printing {
    /// Starts `preflight` with these arguments.
    ///
    /// # Panics
    /// Where it does not start.
    #[must_use]
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(preflight())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let output = child.stdout.take().expect("a pipe");
        let (send, lines) = channel();
        // Read to the end, even when nobody listens any more: a full pipe would stop the program.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        Self { child, lines }
    }

    /// The next line that it prints with this in it.
    ///
    /// # Panics
    /// Where none comes.
    #[must_use]
    pub fn line_with(&self, part: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("the program did not print `{part}`"));
            if line.contains(part) {
                return line;
            }
        }
    }
}

impl Drop for Printing {
    fn drop(&mut self) {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let _ = id.map(|id| kill_process(id, Signal::INT));
        let deadline = Instant::now() + Duration::from_secs(3);
        while Instant::now() < deadline && self.child.try_wait().ok().flatten().is_none() {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A workbench that runs.
#[derive(Debug)]
pub struct WorkbenchProcess {
    _process: Printing,
    /// What it printed: the address with the token.
    pub url: String,
}

impl WorkbenchProcess {
    /// Starts one at a free port. With `PREFLIGHT_ASSETS` the page's files are read from that folder: no
    /// build is needed then to try a change to them.
    ///
    /// # Panics
    /// Where it does not start.
    #[must_use]
    pub fn start(more: &[&str]) -> Self {
        let folder = std::env::var("PREFLIGHT_ASSETS").ok();
        let mut arguments = vec!["ui", "--no-open"];
        if !more.contains(&"--listen") {
            arguments.extend(["--listen", "127.0.0.1:0"]);
        }
        arguments.extend(more);
        arguments.extend(folder.iter().flat_map(|folder| ["--assets", folder]));
        let process = Printing::start(&arguments);
        let url = process.line_with("http://");
        Self { _process: process, url }
    }

    /// The address without the token.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.url.split_once("/#").map_or(&self.url, |(origin, _)| origin)
    }
}
