//! A policy as the CORS configuration of a bucket, in the JSON of `gcloud storage buckets update
//! --cors-file`.
//!
//! The first entry decides whose origins and methods hold the request's
//! ([elements](https://cloud.google.com/storage/docs/xml-api/put-bucket-cors),
//! [examples](https://cloud.google.com/storage/docs/cors-configurations)). `responseHeader` is one
//! list for two purposes: request headers that a preflight may ask for, and response headers that
//! scripts may read. So a name is written only where the policy has it in both lists, or where one of
//! the two needs no entry.

use crate::generate::limits::{DEFAULT_MAX_AGE, Limits, Star, Taken, whole_origin};
use crate::generate::quote::{json, list};
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Shortfalls};
use preflight_fetch::http::safelists::is_cors_safelisted_response_header_name;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "No document of Cloud Storage promises `Vary` on responses to requests without `Origin`: a CDN \
         in front has to put `Origin` into its cache key.",
    ),
    Lack::new(
        Behaviour::PreflightIs204,
        "A preflight is answered 200, which browsers take as well.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from an origin that is not allowed is answered 200 without the headers.",
    ),
];

const PURPOSE: &str = "`gcloud storage buckets update gs://BUCKET --cors-file=cors.json` replaces the \
    bucket's CORS configuration by it. It holds for `storage.googleapis.com` and for a domain of your \
    own, and not for `storage.cloud.google.com`, which asks for a login.";

const LIMITS: Limits = Limits {
    origin: whole_origin,
    methods: None,
    any_method: Star::Grants,
    any_header: Star::Unknown,
    any_expose: Star::Unknown,
    credentials: false,
    max_age: u32::MAX >> 1,
};

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    const APART: &str = "each policy stands in a file of its own, for a bucket that holds its paths and nothing else";
    let rules: Vec<_> = plan.apart(shortfalls, APART).collect();
    let files = rules.into_iter().filter_map(|(suffix, rule)| {
        let taken = LIMITS.of(rule, shortfalls)?;
        let entry = entry(&taken, shortfalls);
        Some(File::new(&format!("cors{suffix}.json"), Comment::None, PURPOSE, entry))
    });
    files.collect()
}

fn entry(taken: &Taken, shortfalls: &mut Shortfalls) -> String {
    // What Cloud Storage says where nothing is written is longer.
    let max_age = taken.max_age.unwrap_or(DEFAULT_MAX_AGE);
    let mut members = vec![
        format!("\"origin\": [{}]", list(&taken.origins, json)),
        format!("\"method\": [{}]", list(&taken.methods, json)),
    ];
    let names = names(taken, shortfalls);
    if !names.is_empty() {
        members.push(format!("\"responseHeader\": [{}]", list(&names, json)));
    }
    members.push(format!("\"maxAgeSeconds\": {max_age}"));
    format!("[\n  {{\n    {}\n  }}\n]\n", members.join(",\n    "))
}

/// The names that may be both asked for and read.
fn names<'a>(taken: &'a Taken, shortfalls: &mut Shortfalls) -> Vec<&'a str> {
    let mut names = Vec::new();
    for name in &taken.headers {
        if taken.expose.contains(name) || is_cors_safelisted_response_header_name(name) {
            names.push(name.as_str());
        } else {
            let why = "one list names the headers that may be sent and those that may be read";
            let instead =
                "it is left out: put it into `expose_headers` too, where that does no harm";
            shortfalls.push("allow_headers", name, why, instead);
        }
    }
    for name in &taken.expose {
        if !taken.headers.contains(name) {
            let why = "one list names the headers that may be read and those that may be sent";
            let instead =
                "it is left out: put it into `allow_headers` too, where that does no harm";
            shortfalls.push("expose_headers", name, why, instead);
        }
    }
    names
}
