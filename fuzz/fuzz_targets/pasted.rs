//! Any text as a paste: it ends without a panic; a mistake has a place in the text; what is read holds
//! no header that a browser would drop; and reading is the same however often.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_fetch::http::forbidden::is_forbidden_request_header;
use preflight_probe::pasted::{Kind, parse, recognise};
use preflight_report::Secrets;

fuzz_target!(|text: &str| {
    let kinds = [Kind::Curl, Kind::CurlCmd, Kind::Fetch, Kind::Har, Kind::PowerShell];
    for kind in recognise(text).map_or(kinds.to_vec(), |kind| vec![kind]) {
        match parse(text, kind, None) {
            Ok(pasted) => {
                let is_preflight = pasted.notes.iter().any(|note| note.contains("it is a preflight"));
                let dropped = |(name, value): &(String, Vec<u8>)| is_forbidden_request_header(name, value);
                assert!(is_preflight || !pasted.headers.iter().any(dropped), "{pasted:?}");
                assert_eq!(parse(text, kind, None).as_ref(), Ok(&pasted));
            }
            Err(error) => assert!(error.line <= text.matches('\n').count() + 1, "{error}"),
        }
    }
    let secrets = Secrets::new(false);
    let once = secrets.body(text);
    assert_eq!(Secrets::new(true).body(text), text);
    // A secret that was named is in none of the texts that follow.
    assert!(!secrets.text("Bearer eyJhbGciOiJIUzI1NiJ9.e30.x").contains("eyJ"));
    let _ = secrets.body(&once);
});
