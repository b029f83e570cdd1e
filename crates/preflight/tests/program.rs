use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The longest time any run may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a run printed and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) took: Duration,
}

impl Run {
    /// The run ended with this code and says this on standard error.
    #[track_caller]
    pub(crate) fn ends(&self, code: i32, says: &str) {
        assert_eq!(self.code, Some(code), "{self:#?}");
        assert!(self.err.contains(says), "`{says}` is not in\n{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

/// The program, without a proxy from the environment.
pub(crate) fn preflight() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_preflight"));
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// `preflight fetch` with these arguments.
pub(crate) fn fetch(args: &[&str]) -> Run {
    run(preflight().arg("fetch").args(args), None)
}

/// `preflight fetch --jsonl` with these arguments and this input.
pub(crate) fn jsonl(args: &[&str], input: Vec<u8>) -> Run {
    let mut command = preflight();
    command.args(["fetch", "--jsonl"]).args(args).stdin(Stdio::piped());
    run(&mut command, Some(input))
}

pub(crate) fn run(command: &mut Command, input: Option<Vec<u8>>) -> Run {
    let begun = Instant::now();
    let mut child = command.spawn().expect("the program");
    let stdin = child.stdin.take();
    let writer = thread::spawn(move || {
        // A program that has ended does not want the rest.
        let _ = stdin.map(|mut stdin| stdin.write_all(&input.unwrap_or_default()));
    });
    let out = read(child.stdout.take().expect("standard output"));
    let err = read(child.stderr.take().expect("standard error"));
    let status = loop {
        if let Some(status) = child.try_wait().expect("a status") {
            break status;
        }
        if begun.elapsed() > PATIENCE {
            child.kill().expect("an end");
            panic!("{command:?} does not end");
        }
        thread::sleep(Duration::from_millis(2));
    };
    let took = begun.elapsed();
    writer.join().expect("the writer");
    let text = |reader: thread::JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&reader.join().expect("a reader")).into_owned()
    };
    Run { code: status.code(), out: text(out), err: text(err), took }
}

fn read(mut from: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).expect("output");
        bytes
    })
}
