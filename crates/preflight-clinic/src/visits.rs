//! Which requests have arrived at the clinic: tests compare them with the model's.

use preflight_fetch::HttpRequest;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many requests are remembered; older ones are forgotten.
const REMEMBERED: usize = 1024;

/// The latest requests, in order of arrival.
#[derive(Debug, Default)]
pub(crate) struct Visits(Mutex<VecDeque<HttpRequest>>);

impl Visits {
    /// Remembers a request, without its body.
    pub(crate) fn remember(&self, request: &HttpRequest) {
        let mut visits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if visits.len() == REMEMBERED {
            visits.pop_front();
        }
        visits.push_back(HttpRequest { body: None, ..request.clone() });
    }

    /// What is remembered.
    pub(crate) fn all(&self) -> Vec<HttpRequest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_fetch::{RequestKind, Url};

    #[test]
    fn the_oldest_is_forgotten_first_and_bodies_at_once() {
        let visits = Visits::default();
        for index in 0..=REMEMBERED {
            let url = Url::parse(&format!("http://127.0.0.1/{index}")).unwrap();
            let mut request = HttpRequest::new(RequestKind::Actual, "POST", url);
            request.body = Some(vec![0]);
            visits.remember(&request);
        }
        let all = visits.all();
        assert_eq!((all.len(), all[0].url.path()), (REMEMBERED, "/1"));
        assert!(all.iter().all(|request| request.body.is_none()));
    }
}
