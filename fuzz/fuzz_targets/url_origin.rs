//! Whatever a page names as its URL: parsing does not panic, and an origin written down is read
//! back as the same origin.

#![no_main]

use libfuzzer_sys::fuzz_target;
use url::{Origin, Url};

fuzz_target!(|text: &str| {
    let Ok(url) = Url::parse(text) else { return };
    let origin = url.origin();
    let written = origin.ascii_serialization();
    match origin {
        Origin::Opaque(_) => assert_eq!(written, "null"),
        Origin::Tuple(..) => {
            let read = Url::parse(&written).expect("an origin is a URL").origin();
            assert_eq!(read, origin, "{text:?} has the origin {written}");
        }
    }
});
