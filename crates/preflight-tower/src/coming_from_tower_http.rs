#![doc = include_str!("../docs/coming-from-tower-http.md")]
