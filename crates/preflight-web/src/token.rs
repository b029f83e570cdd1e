//! What the page shows to be let in: whoever knows it can make this machine send requests.

use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};
use std::fmt::{self, Write as _};
use std::str::FromStr;

/// Bytes of a token of ours.
const LENGTH: usize = 16;
/// The shortest that a user may choose, in characters.
const SHORTEST: usize = 16;
/// The longest.
const LONGEST: usize = 256;

/// A secret of letters, digits, `-` and `_`, 16 to 256 of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// Why a text is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a token is {SHORTEST} to {LONGEST} letters, digits, `-` and `_`; leave it out for one of ours"
)]
pub struct TokenError;

impl Token {
    /// One that nobody can guess: 128 bits of the system's randomness. `None` where it has none.
    #[must_use]
    pub fn random() -> Option<Self> {
        let mut bytes = [0; LENGTH];
        SystemRandom::new().fill(&mut bytes).ok()?;
        let mut text = String::with_capacity(2 * LENGTH);
        bytes.iter().try_for_each(|byte| write!(text, "{byte:02x}")).ok()?;
        Some(Self(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `given` is this token. How long that takes says nothing about it: digests are compared.
    pub(crate) fn is(&self, given: &[u8]) -> bool {
        let of = |bytes: &[u8]| digest(&SHA256, bytes);
        of(given).as_ref() == of(self.0.as_bytes()).as_ref()
    }
}

impl FromStr for Token {
    type Err = TokenError;

    fn from_str(given: &str) -> Result<Self, TokenError> {
        let may = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let is_one = (SHORTEST..=LONGEST).contains(&given.len()) && given.chars().all(may);
        is_one.then(|| Self(given.to_owned())).ok_or(TokenError)
    }
}

/// A secret is not printed by accident.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn tokens_differ_and_are_recognised() {
        let [one, other] = [Token::random(), Token::random()].map(|t| t.expect("randomness"));
        assert_ne!(one, other);
        assert_eq!(one.as_str().parse(), Ok(one.clone()));
        assert!(one.is(one.as_str().as_bytes()) && !one.is(other.as_str().as_bytes()));
        assert!(!one.is(b"") && !one.is(&one.as_str().as_bytes()[1..]));
        assert!(!format!("{one:?}").contains(one.as_str()));
    }

    #[test]
    fn what_can_be_guessed_is_refused() {
        for given in ["", "secret", "fifteen-letters", "sixteen letters!!", &"a".repeat(257)] {
            assert!(given.parse::<Token>().is_err(), "{given}");
        }
        assert!("sixteen-letters-".parse::<Token>().is_ok());
    }
}
