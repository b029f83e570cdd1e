//! What the browser that we start is given in the token's place. The arguments of programs can be seen
//! by every user of a machine, and a browser keeps its own as long as it runs: so they hold a ticket,
//! which is worth the token once, and soon nothing.

use crate::token::Token;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a browser may take to start.
const VALID: Duration = Duration::from_secs(60);

/// The ticket that was issued last, until it is redeemed.
#[derive(Debug, Default)]
pub(crate) struct Tickets(Mutex<Option<(Token, Instant)>>);

impl Tickets {
    /// A new one. `None` where the system has no randomness.
    pub(crate) fn issue(&self, now: Instant) -> Option<Token> {
        let ticket = Token::random()?;
        let mut issued = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *issued = Some((ticket.clone(), now + VALID));
        Some(ticket)
    }

    /// Whether this is the one, and in time. It is none any more then.
    pub(crate) fn redeem(&self, given: &str, now: Instant) -> bool {
        let mut issued = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = issued
            .as_ref()
            .is_some_and(|(ticket, until)| ticket.is(given.as_bytes()) && now < *until);
        if is_it {
            *issued = None;
        }
        is_it
    }
}

#[cfg(test)]
mod tests {
    use super::{Tickets, VALID};
    use std::time::{Duration, Instant};

    #[test]
    fn a_ticket_is_good_once_and_for_a_while() {
        let (tickets, now) = (Tickets::default(), Instant::now());
        assert!(!tickets.redeem("", now));
        let ticket = tickets.issue(now).expect("randomness");
        assert!(!tickets.redeem("another", now));
        assert!(tickets.redeem(ticket.as_str(), now));
        assert!(!tickets.redeem(ticket.as_str(), now));
        let late = tickets.issue(now).expect("randomness");
        assert!(!tickets.redeem(late.as_str(), now + VALID + Duration::from_secs(1)));
    }
}
