//! Any `Set-Cookie` lines: the jar stays within its bounds, and what one host stored goes to no other
//! site.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_fetch::cookies::{CAPACITY, SameSiteMode};
use preflight_fetch::{CookieJar, Url};
use std::time::SystemTime;

fuzz_target!(|lines: Vec<Vec<u8>>| {
    let url = |text| Url::parse(text).expect("a URL");
    let (home, stranger) = (url("https://www.example.com/a/b"), url("https://example.net/a/b"));
    let now = SystemTime::UNIX_EPOCH;
    let mut jar = CookieJar::default();
    for line in &lines {
        jar.store(line, &home, SameSiteMode::StrictOrLess, now);
    }
    assert!(jar.len() <= lines.len().min(CAPACITY));
    assert_eq!(jar.header(&stranger, SameSiteMode::StrictOrLess, true, now), None);
    if let Some(header) = jar.header(&home, SameSiteMode::StrictOrLess, true, now) {
        assert!(!header.contains(['\r', '\n', '\0']), "{header:?}");
    }
});
