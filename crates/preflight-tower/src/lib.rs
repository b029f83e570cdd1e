//! CORS for [tower](https://docs.rs/tower) services: a layer over a policy.
