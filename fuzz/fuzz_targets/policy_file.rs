//! Whatever is written as a policy file: what is accepted reads the same from its canonical form, and
//! what is wrong has a place in the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_policy::File;
use preflight_policy::file::to_toml;

fuzz_target!(|text: &str| {
    let faults = match File::read(text) {
        Ok(file) => {
            let configs = file.policies.configs();
            let canonical = to_toml(&configs);
            match File::read(&canonical) {
                Ok(again) => assert_eq!(again.policies.configs(), configs, "{canonical}"),
                Err(faults) => panic!("{faults}\n{canonical}"),
            }
            assert!(!file.notes.has_errors());
            file.notes
        }
        Err(faults) => {
            assert!(faults.has_errors());
            faults
        }
    };
    let lines: Vec<&str> = text.split('\n').collect();
    for found in faults.iter() {
        let at = found.position;
        let line = lines.get(at.line - 1).expect("a line of the text");
        let end = line.chars().count() + 1;
        assert!((1..=end).contains(&at.column) && at.width >= 1, "{found} in {line:?}");
        assert!(at.column + at.width <= end + 1, "{found} in {line:?}");
    }
});
