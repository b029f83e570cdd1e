//! Notices that the configuration or the certificate changed, or that somebody asks to read them
//! again.
//!
//! Files are looked at once a second: that finds what editors, `mv` and mounted volumes whose links are
//! turned round do alike, on every file system.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// From one look at the files to the next.
const LOOK: Duration = Duration::from_secs(1);

/// What makes a file another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look(Option<(SystemTime, u64)>);

impl Look {
    fn at(file: &PathBuf) -> Self {
        let metadata = fs::metadata(file).ok();
        Self(metadata.and_then(|found| Some((found.modified().ok()?, found.len()))))
    }
}

/// Files that are looked at.
#[derive(Debug)]
pub struct Files {
    looks: Vec<(PathBuf, Look)>,
    /// Whether the last look found a change, which may not be over.
    is_changing: bool,
    clock: Interval,
}

impl Files {
    /// These files, as they are now. Within an event loop.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let looks = files.into_iter().map(|file| (file.clone(), Look::at(&file))).collect();
        let mut clock = interval_at(Instant::now() + LOOK, LOOK);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { looks, is_changing: false, clock }
    }

    /// Waits until one of the files is another than before and stays as it is from one look to the
    /// next, so that none is read half written. Nothing is lost where this future is dropped.
    pub async fn changed(&mut self) {
        loop {
            self.clock.tick().await;
            let moved = self.look();
            if self.is_changing && !moved {
                self.is_changing = false;
                return;
            }
            self.is_changing |= moved;
        }
    }

    /// Looks at the files; whether one changed.
    fn look(&mut self) -> bool {
        let mut moved = false;
        for (file, look) in &mut self.looks {
            let now = Look::at(file);
            moved |= now != *look;
            *look = now;
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::Files;
    use std::fs;
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;

    #[tokio::test(start_paused = true)]
    async fn a_change_is_seen_once_it_is_over() {
        let name = format!("preflight-reload-{}", std::process::id());
        let file = std::env::temp_dir().join(name);
        fs::write(&file, "one").expect("written");
        let mut files = Files::new([file.clone()]);
        let unchanged = tokio::time::timeout(super::LOOK * 5, files.changed()).await;
        assert!(unchanged.is_err(), "nothing changed");

        fs::write(&file, "three").expect("written");
        tokio::time::advance(super::LOOK).await;
        {
            // Seen, but maybe not over yet; and whoever waited looked away.
            let mut changed = pin!(files.changed());
            let is_over = poll_fn(|cx| Poll::Ready(changed.as_mut().poll(cx).is_ready())).await;
            assert!(!is_over);
        }
        files.changed().await;

        fs::remove_file(&file).expect("removed");
        files.changed().await;
        fs::write(&file, "three").expect("written");
        files.changed().await;
        let _ = fs::remove_file(&file);
    }
}
