//! The preflight cache against the standard's sentences, one at a time over a plain list.

use preflight_fetch::fetching::cors_preflight_cache::Key;
use preflight_fetch::{Browser, CredentialsMode, Origin, PreflightCache, Url};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::time::{Duration, SystemTime};

/// A [cache entry](https://fetch.spec.whatwg.org/#cache-entry).
#[derive(Debug)]
struct Entry {
    url: usize,
    expires: u64,
    credentials: bool,
    /// A method, or else a header name.
    method: bool,
    value: &'static str,
}

#[derive(Debug, Default)]
struct Slow(Vec<Entry>);

/// Who asks: which URL, and whether with credentials.
#[derive(Debug, Clone, Copy)]
struct Request {
    url: usize,
    credentials: bool,
}

impl Slow {
    fn matching(&mut self, r: Request, method: bool, value: &str, now: u64) -> Vec<&mut Entry> {
        self.0
            .iter_mut()
            .filter(|e| e.url == r.url && e.expires > now && (e.credentials || !r.credentials))
            .filter(|e| e.method == method)
            .filter(|e| {
                let wildcard = e.value == "*" && (method || value != "authorization");
                wildcard || e.value == value
            })
            .collect()
    }

    fn store(&mut self, r: Request, method: bool, value: &'static str, max_age: u64, now: u64) {
        let mut matching = self.matching(r, method, value, now);
        for entry in &mut matching {
            entry.expires = now + max_age;
        }
        if matching.is_empty() && max_age > 0 {
            let (url, credentials) = (r.url, r.credentials);
            self.0.push(Entry { url, expires: now + max_age, credentials, method, value });
        }
    }
}

#[derive(Debug, Clone)]
enum Event {
    Store { permits: Vec<(bool, &'static str)>, max_age: u32 },
    Ask { method: bool, value: &'static str },
    Clear,
    Wait(u64),
}

fn permit() -> impl Strategy<Value = (bool, &'static str)> {
    prop_oneof![
        (Just(true), select(vec!["PUT", "DELETE", "*"])),
        (Just(false), select(vec!["x-foo", "authorization", "*"])),
    ]
}

fn event() -> impl Strategy<Value = (Request, Event)> {
    let request =
        (0..2_usize, any::<bool>()).prop_map(|(url, credentials)| Request { url, credentials });
    let event = prop_oneof![
        3 => (vec(permit(), 0..3), select(vec![0, 5, 600]))
            .prop_map(|(permits, max_age)| Event::Store { permits, max_age }),
        4 => permit().prop_map(|(method, value)| Event::Ask { method, value }),
        1 => Just(Event::Clear),
        1 => (1_u64..700).prop_map(Event::Wait),
    ];
    (request, event)
}

proptest! {
    #[test]
    fn any_history(events in vec(event(), 0..24)) {
        let urls = ["https://api.example/a", "https://api.example/b"]
            .map(|text| Url::parse(text).expect("a URL"));
        let origin: Origin = "https://shop.example".parse().expect("an origin");
        let habits = Browser::Standard.habits();
        let (mut cache, mut slow, mut now) = (PreflightCache::default(), Slow::default(), 0);
        for (request, event) in events {
            let mode =
                if request.credentials { CredentialsMode::Include } else { CredentialsMode::Omit };
            let key = Key {
                byte_serialized_origin: &origin,
                url: &urls[request.url],
                credentials_mode: mode,
            };
            let at = SystemTime::UNIX_EPOCH + Duration::from_secs(now);
            match event {
                Event::Store { permits, max_age } => {
                    for &(method, value) in &permits {
                        slow.store(request, method, value, max_age.into(), now);
                    }
                    let permits = permits.iter().map(|&(method, value)| (method, value.as_bytes()));
                    cache.store(key, permits, max_age, habits, at);
                }
                Event::Ask { method, value } => {
                    let fast = if method {
                        cache.method_cache_entry_match(value, key, habits, at)
                    } else {
                        cache.header_name_cache_entry_match(value, key, habits, at)
                    };
                    let slow = !slow.matching(request, method, value, now).is_empty();
                    prop_assert_eq!(fast, slow, "{} at {}", value, now);
                }
                Event::Clear => {
                    cache.clear_cache_entries(&origin, &urls[request.url]);
                    slow.0.retain(|e| e.url != request.url);
                }
                Event::Wait(seconds) => now += seconds,
            }
        }
    }
}
