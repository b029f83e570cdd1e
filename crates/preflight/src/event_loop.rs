//! The event loop of the commands that use sockets.

use crate::console::Console;

/// Runs `work` to its end; `None` where the system gives no event loop, which has been said then.
pub(crate) fn block_on<T>(
    console: &mut Console,
    work: impl AsyncFnOnce(&mut Console) -> T,
) -> Option<T> {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            console.error(format_args!("the system gives no event loop: {error}"));
            return None;
        }
    };
    let done = runtime.block_on(work(console));
    // A name server that does not answer keeps its thread: not for us to wait for.
    runtime.shutdown_background();
    Some(done)
}
