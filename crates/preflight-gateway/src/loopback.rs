//! Names that stay on this machine.

/// Whether `host` is `localhost` or a name below it, which
/// [stay on this machine](https://www.rfc-editor.org/rfc/rfc6761#section-6.3).
pub(crate) fn is_localhost(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}
