//! Whatever is written as an origin: what is read is written back the same, and a correction is itself
//! an origin.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_fetch::Origin;

fuzz_target!(|text: &str| {
    match text.parse::<Origin>() {
        Ok(origin) => assert_eq!(origin.serialized(), text),
        Err(error) => {
            if let Some(correction) = error.correction {
                assert!(correction.parse::<Origin>().is_ok(), "{text:?} is corrected to {correction:?}");
            }
        }
    }
});
