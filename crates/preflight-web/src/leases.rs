//! What is there for a while only, and so many at once: each ends when nobody has asked for it again for
//! so long.

use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Some of them, by name. They end when this is dropped.
#[derive(Debug)]
pub(crate) struct Leases<V> {
    most: usize,
    time: Duration,
    /// Each is told when it is asked for again.
    kept: BTreeMap<String, (watch::Sender<()>, V)>,
    tasks: JoinSet<()>,
}

impl<V: Clone> Leases<V> {
    pub(crate) fn new(most: usize, time: Duration) -> Self {
        Self { most, time, kept: BTreeMap::new(), tasks: JoinSet::new() }
    }

    /// What is kept under that name, from now on for the whole time again.
    pub(crate) fn again(&self, name: &str) -> Option<V> {
        let (asked, value) = self.kept.get(name)?;
        asked.send(()).ok().map(|()| value.clone())
    }

    /// Room for one more; `None` where there are as many as there may be.
    pub(crate) fn room(&mut self) -> Option<Room<'_, V>> {
        self.kept.retain(|_, (asked, _)| !asked.is_closed());
        while self.tasks.try_join_next().is_some() {}
        (self.kept.len() < self.most).then_some(Room(self))
    }
}

/// Room for one.
#[derive(Debug)]
pub(crate) struct Room<'a, V>(&'a mut Leases<V>);

impl<V> Room<'_, V> {
    /// Keeps `value` for as long as `work` is polled: until it is done, or the time is up.
    pub(crate) fn keep(
        self,
        name: String,
        value: V,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        let (asked, mut again) = watch::channel(());
        let time = self.0.time;
        self.0.tasks.spawn(async move {
            let unwanted = async { while let Ok(Ok(())) = timeout(time, again.changed()).await {} };
            tokio::select! {
                () = work => {}
                () = unwanted => {}
            }
        });
        self.0.kept.insert(name, (asked, value));
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
            leases.room().expect("room").keep(name.to_owned(), name, pending());
        }
        assert!(leases.room().is_none());
        sleep(3 * STEP).await;
        assert_eq!(leases.again("a"), Some("a"));
        sleep(3 * STEP).await;
        assert_eq!((leases.again("a"), leases.again("b")), (Some("a"), None));
        leases.room().expect("b is gone").keep("c".to_owned(), "c", async {});
        sleep(STEP).await;
        assert_eq!(leases.again("c"), None, "its work is done");
    }
}
