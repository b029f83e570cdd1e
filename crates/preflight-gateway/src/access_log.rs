//! One line for each request, written by a thread of its own.
//!
//! A request's line is formed beside the road and copied into a buffer; the thread takes the whole
//! buffer and writes it at once. Where the disk or the reader is slower than the requests, the buffer
//! fills, and lines that no longer fit are dropped and counted: nobody waits.

mod line;

use crate::record::{Observer, Record};
pub(crate) use line::Line;
use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

/// Bytes that wait to be written, at most.
const CAPACITY: usize = 4 << 20;

/// How long lines are gathered before they are written.
const GATHER: Duration = Duration::from_millis(50);

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AccessLogFormat {
    /// A JSON object on each line.
    #[default]
    Json,
    /// The Common Log Format of Apache and nginx, then origin, verdict, upstream and seconds.
    Text,
}

/// Where lines go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessLogTarget {
    /// A file, which is continued.
    File(PathBuf),
    /// Standard output.
    Stdout,
}

/// The access log. Dropping it writes what is left.
#[derive(Debug)]
pub struct AccessLog {
    format: AccessLogFormat,
    shared: Arc<Shared>,
    writer: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    news: Condvar,
    dropped: AtomicU64,
}

#[derive(Debug, Default)]
struct Waiting {
    lines: Vec<u8>,
    reopen: bool,
    close: bool,
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        // Bytes are whole lines at any time, whoever panicked.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AccessLog {
    /// Opens `target` and starts the thread that writes.
    ///
    /// # Errors
    /// Where the file cannot be opened or no thread started.
    pub fn open(target: AccessLogTarget, format: AccessLogFormat) -> io::Result<Self> {
        let out = match &target {
            AccessLogTarget::File(path) => Out::File(append(path)?),
            AccessLogTarget::Stdout => Out::Stdout,
        };
        let shared = Arc::<Shared>::default();
        let theirs = Arc::clone(&shared);
        let writer = thread::Builder::new()
            .name("access-log".to_owned())
            .spawn(move || write_all(&theirs, &target, out))?;
        Ok(Self { format, shared, writer: Some(writer) })
    }

    /// Opens the file anew, for whoever has moved it away.
    pub fn reopen(&self) {
        self.shared.waiting().reopen = true;
        self.shared.news.notify_one();
    }

    /// Lines that were dropped so far.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.shared.dropped.load(Ordering::Relaxed)
    }

    fn push(&self, line: &[u8]) {
        let mut waiting = self.shared.waiting();
        if waiting.lines.len() + line.len() > CAPACITY {
            drop(waiting);
            self.shared.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let was_empty = waiting.lines.is_empty();
        waiting.lines.extend_from_slice(line);
        drop(waiting);
        if was_empty {
            self.shared.news.notify_one();
        }
    }
}

impl Observer for AccessLog {
    fn finished(&self, record: &Record<'_>) {
        thread_local!(static LINE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });
        LINE.with_borrow_mut(|line| {
            line.clear();
            Line::new(record, SystemTime::now()).write(self.format, line);
            self.push(line);
        });
    }
}

impl Drop for AccessLog {
    fn drop(&mut self) {
        self.shared.waiting().close = true;
        self.shared.news.notify_one();
        if let Some(writer) = self.writer.take() {
            // It has panicked or it has written all: nothing is left to do either way.
            let _ = writer.join();
        }
    }
}

enum Out {
    File(File),
    Stdout,
    /// Could not be opened anew.
    Nowhere,
}

impl Out {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        match self {
            Self::File(file) => file.write_all(lines),
            Self::Stdout => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(lines)?;
                stdout.flush()
            }
            Self::Nowhere => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

fn write_all(shared: &Shared, target: &AccessLogTarget, mut out: Out) {
    let mut lines = Vec::new();
    loop {
        let mut waiting = shared.waiting();
        while waiting.lines.is_empty() && !waiting.reopen && !waiting.close {
            waiting = shared.news.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        if !waiting.close && !waiting.reopen {
            drop(waiting);
            thread::sleep(GATHER);
            waiting = shared.waiting();
        }
        std::mem::swap(&mut lines, &mut waiting.lines);
        let (reopen, close) = (std::mem::take(&mut waiting.reopen), waiting.close);
        drop(waiting);
        if !lines.is_empty() && out.write(&lines).is_err() {
            let lost = lines.split(|byte| *byte == b'\n').count() - 1;
            shared.dropped.fetch_add(lost as u64, Ordering::Relaxed);
        }
        lines.clear();
        if let (true, AccessLogTarget::File(path)) = (reopen, target) {
            out = append(path).map_or(Out::Nowhere, Out::File);
        }
        if close {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
