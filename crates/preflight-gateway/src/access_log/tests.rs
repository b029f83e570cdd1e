use super::{AccessLog, AccessLogFormat, AccessLogTarget, CAPACITY};
use crate::record::Observer as _;
use crate::record::sample::record;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

/// A file of its own that goes with the test.
struct Log(PathBuf);

impl Log {
    fn new(name: &str) -> Self {
        let name = format!("preflight-access-log-{name}-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn open(&self) -> AccessLog {
        AccessLog::open(AccessLogTarget::File(self.0.clone()), AccessLogFormat::Text)
            .expect("a log")
    }

    fn lines(&self) -> usize {
        fs::read_to_string(&self.0).map_or(0, |text| text.lines().count())
    }

    fn wait_for(&self, lines: usize) {
        let begun = Instant::now();
        while self.lines() < lines {
            assert!(begun.elapsed() < Duration::from_secs(20), "{} lines", self.lines());
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn lines_of_all_threads_are_written_whole_and_the_file_is_continued() {
    let file = Log::new("whole");
    for round in 1..=2 {
        let log = file.open();
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..500).for_each(|_| log.finished(&record("/a", None))));
            }
        });
        assert_eq!(log.dropped(), 0);
        drop(log);
        assert_eq!(file.lines(), round * 2_000);
    }
    let text = fs::read_to_string(&file.0).expect("the log");
    assert!(
        text.lines().all(|line| line.starts_with("192.0.2.1 - - [") && line.ends_with(" 0.002250"))
    );
}

#[test]
fn it_follows_when_the_file_is_moved_away() {
    let (file, old) = (Log::new("moved"), Log::new("moved-old"));
    let log = file.open();
    log.finished(&record("/a", None));
    file.wait_for(1);
    fs::rename(&file.0, &old.0).expect("moved");
    log.reopen();
    let begun = Instant::now();
    while !file.0.exists() {
        assert!(begun.elapsed() < Duration::from_secs(20), "no new file");
        thread::sleep(Duration::from_millis(5));
    }
    log.finished(&record("/b", None));
    drop(log);
    assert_eq!((old.lines(), file.lines()), (1, 1));
}

#[test]
fn what_finds_no_room_is_dropped_and_counted() {
    let file = Log::new("full");
    let log = file.open();
    let long = "/".repeat(64 << 10);
    // The writer gathers for longer than this takes, or writes in between: either way none is lost
    // without being counted.
    let count = CAPACITY / long.len() * 4;
    for _ in 0..count {
        log.finished(&record(&long, None));
    }
    let dropped = log.dropped();
    drop(log);
    assert_eq!(file.lines() as u64 + dropped, count as u64);
}

#[test]
fn a_file_that_cannot_be_opened_is_an_error() {
    let target = AccessLogTarget::File("/nowhere/at/all.log".into());
    assert!(AccessLog::open(target, AccessLogFormat::Json).is_err());
}
