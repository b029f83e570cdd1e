//! What the user may want to know of a request that is in order.

use preflight_fetch::CredentialsMode;
use std::fmt;

/// Something that the browser does otherwise than the request says, or that a paste left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// What the paste's reader says.
    Pasted(String),
    /// A header that browsers drop where a script sets it: its name.
    Dropped(String),
    /// There is a stream, but no body for it.
    StreamWithoutBody,
    /// There are cookies, but by this mode they do not go along.
    CookiesStay(CredentialsMode),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pasted(note) => f.write_str(note),
            Self::Dropped(name) => {
                write!(f, "browsers drop `{name}` where a script sets it")?;
                f.write_str(match &*name.to_ascii_lowercase() {
                    "cookie" => "; give the browser a cookie instead",
                    "origin" => "; name the page's origin instead",
                    "referer" => "; name the page's URL instead",
                    _ => "",
                })
            }
            Self::StreamWithoutBody => f.write_str("a stream does nothing without a body"),
            Self::CookiesStay(mode) => write!(
                f,
                "the cookies stay here: credentials are `{mode}`; send them with `include`"
            ),
        }
    }
}
