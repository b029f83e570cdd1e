//! `#token` headers, over any lines: the elements are those of a split by commas, or the first one that
//! is no token is named.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_fetch::HeaderList;
use preflight_fetch::http::methods::is_token;

fuzz_target!(|lines: Vec<Vec<u8>>| {
    let list: HeaderList = lines.iter().map(|line| ("x-list", line.clone())).collect();
    let joined = lines.join(&b',');
    let naive: Vec<&[u8]> = joined
        .split(|&b| b == b',')
        .map(|e| {
            let blank = |b: &u8| matches!(b, b' ' | b'\t');
            let start = e.iter().position(|b| !blank(b)).unwrap_or(e.len());
            let end = e.iter().rposition(|b| !blank(b)).map_or(start, |i| i + 1);
            &e[start..end]
        })
        .filter(|e| !e.is_empty())
        .collect();
    match list.extract_header_list_values("X-List") {
        Ok(None) => assert!(lines.is_empty()),
        Ok(Some(elements)) => assert_eq!(elements.iter().collect::<Vec<_>>(), naive),
        Err(bad) => assert_eq!(naive.iter().find(|e| !is_token(e)), Some(&bad)),
    }
});
