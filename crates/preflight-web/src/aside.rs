//! Work beside the loop that answers everybody.

use tokio::sync::Semaphore;

/// Works at once that take long. Once begun they are done to their end, even where nobody wants to know
/// any more: at each key that is pressed in Build one may begin.
const ASIDE: usize = 4;

static ROOM: Semaphore = Semaphore::const_new(ASIDE);

/// The result of work that may take long where much was given, aside from the loop that answers
/// everybody. It does not begin where whoever wanted it left before there was room.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    // Nobody closes it.
    let room = ROOM.acquire().await;
    let work = move || {
        let _room = room;
        work()
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::time::Duration;
    use tokio::task::JoinSet;
    use tokio::time::timeout;

    #[tokio::test]
    async fn work_that_nobody_wants_any_more_does_not_begin() {
        let mut busy = JoinSet::new();
        let mut ends = Vec::new();
        for _ in 0..ASIDE {
            let (end, ended) = channel::<()>();
            ends.push(end);
            busy.spawn(aside(move || ended.recv().is_err()));
        }
        // They stand before it in the queue.
        tokio::task::yield_now().await;
        let (begun, begins) = channel();
        let unwanted = timeout(Duration::from_millis(100), aside(move || begun.send(())));
        assert!(unwanted.await.is_err(), "there was room");
        drop(ends);
        assert!(busy.join_all().await.into_iter().all(|ended| ended));
        aside(|| ()).await;
        assert!(begins.recv().is_err());
    }
}
