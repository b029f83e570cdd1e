//! File descriptors: each connection needs one towards the client and one towards the upstream.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What is open beside connections: listeners, logs, the event loops' own.
const OTHERS: u64 = 100;

/// Raises the soft limit to what `connections` clients need, as far as the hard limit allows; a note
/// where it does not. Shells give 1,024 by default, for the sake of programs that use `select`.
pub(super) fn provide(connections: usize) -> Option<String> {
    let wanted = 2 * connections as u64 + OTHERS;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= wanted) {
        return None;
    }
    let possible = maximum.map_or(wanted, |maximum| wanted.min(maximum));
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(possible), maximum });
    let got = if raised.is_ok() { possible } else { current.unwrap_or(possible) };
    (got < wanted).then(|| {
        let served = got.saturating_sub(OTHERS) / 2;
        format!(
            "the system gives {got} file descriptors, enough for {served} connections: `ulimit -n \
             {wanted}` gives enough for {connections}, or set `connections` in `[gateway.limits]`"
        )
    })
}
