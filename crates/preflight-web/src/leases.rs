//! What is there for a while only, and so many at once: each ends when nobody has asked for it again for
//! so long, and the one that was asked for longest ago where one too many comes.

use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Some of them, by name. They end when this is dropped.
#[derive(Debug)]
pub(crate) struct Leases<V> {
    most: usize,
    time: Duration,
    /// The one that was asked for last is the last.
    kept: VecDeque<Lease<V>>,
    tasks: JoinSet<()>,
}

#[derive(Debug)]
struct Lease<V> {
    name: String,
    value: V,
    /// Is told when it is asked for again; it ends when this is dropped.
    asked: watch::Sender<()>,
}

impl<V: Clone> Leases<V> {
    pub(crate) fn new(most: usize, time: Duration) -> Self {
        Self { most, time, kept: VecDeque::new(), tasks: JoinSet::new() }
    }

    /// What is kept under that name, from now on for the whole time again.
    pub(crate) fn again(&mut self, name: &str) -> Option<V> {
        let at = self.kept.iter().position(|lease| lease.name == name)?;
        let lease = self.kept.remove(at)?;
        lease.asked.send(()).ok()?;
        let value = lease.value.clone();
        self.kept.push_back(lease);
        Some(value)
    }

    /// Keeps `value` for as long as `work` is polled: until it is done, or the time is up.
    pub(crate) fn keep(
        &mut self,
        name: String,
        value: V,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        while self.tasks.try_join_next().is_some() {}
        self.kept.retain(|lease| !lease.asked.is_closed());
        while self.kept.len() >= self.most {
            self.kept.pop_front();
        }
        let (asked, mut again) = watch::channel(());
        let time = self.time;
        self.tasks.spawn(async move {
            let unwanted = async { while let Ok(Ok(())) = timeout(time, again.changed()).await {} };
            tokio::select! {
                () = work => {}
                () = unwanted => {}
            }
        });
        self.kept.push_back(Lease { name, value, asked });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::pending;
    use tokio::time::sleep;

    /// A part of the time for which it is kept.
    const STEP: Duration = Duration::from_millis(100);

    #[tokio::test]
    async fn so_many_and_so_long() {
        let mut leases = Leases::new(2, 5 * STEP);
        for name in ["a", "b"] {
            leases.keep(name.to_owned(), name, pending());
        }
        sleep(3 * STEP).await;
        assert_eq!(leases.again("a"), Some("a"));
        sleep(3 * STEP).await;
        assert_eq!((leases.again("a"), leases.again("b")), (Some("a"), None));
        for name in ["c", "d"] {
            leases.keep(name.to_owned(), name, pending());
        }
        assert_eq!((leases.again("a"), leases.again("c")), (None, Some("c")));
        leases.keep("e".to_owned(), "e", async {});
        sleep(STEP).await;
        assert_eq!(leases.again("e"), None, "its work is done");
    }
}
