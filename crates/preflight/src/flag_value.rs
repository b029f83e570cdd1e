//! Values that flags share with `preflight.toml`: read alike, corrected alike.

use preflight_policy::file::Fault;

/// The file's reader of a value, for a flag.
pub(crate) fn parsed<T>(
    read: impl Fn(&str) -> Result<T, Fault> + Clone,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |given| {
        read(given).map_err(|fault| match fault.correction {
            Some(correction) => format!("{}; write `{correction}`", fault.reason),
            None => fault.reason,
        })
    }
}
