//! A policy as the CORS configuration of a bucket, in the JSON of `aws s3api put-bucket-cors`.
//!
//! The first rule decides that fits the origin, the method and every header that is asked for
//! ([how it is evaluated](https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html)). An origin
//! holds one `*`, which stands for any text
//! ([elements](https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html)). Browsers
//! write nothing but letters, digits, `.`, `-` and `_` where a host has it, and nothing but digits
//! where a port has, so that it means what `*` means in a policy.

use crate::generate::limits::{Limits, Star, Taken};
use crate::generate::quote::{json, list};
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Shortfalls};
use preflight_policy::{OriginPattern, PortPattern};

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "Without `Origin` in the request S3 sends no `Vary`: a CDN in front has to put `Origin` into its \
         cache key, and an image that a script reads later has to be loaded with `crossorigin`.",
    ),
    Lack::GRANTED_IS_200,
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "S3 answers `OPTIONS` without `Origin` or `Access-Control-Request-Method` 400.",
    ),
    Lack::new(
        Behaviour::PreflightHeadersOnPreflightsOnly,
        "`Access-Control-Allow-Methods` stands on other responses too, where browsers ignore it.",
    ),
];

const PURPOSE: &str = "`aws s3api put-bucket-cors --bucket BUCKET --cors-configuration file://cors.json` \
    replaces the bucket's CORS configuration by it. `Access-Control-Allow-Credentials: true` is S3's own \
    addition wherever the origin is not `*`; it knows no cookies, so that this opens nothing.";

const LIMITS: Limits = Limits {
    origin,
    methods: Some(&["GET", "HEAD", "POST", "PUT", "DELETE"]),
    any_method: Star::Unknown,
    any_header: Star::Grants,
    any_expose: Star::Unknown,
    credentials: true,
    max_age: u32::MAX >> 1,
};

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    const APART: &str = "each policy stands in a file of its own, for a bucket that holds its paths and nothing else";
    let rules: Vec<_> = plan.apart(shortfalls, APART).collect();
    let files = rules.into_iter().filter_map(|(suffix, rule)| {
        let taken = LIMITS.of(rule, shortfalls)?;
        Some(File::new(
            &format!("cors{suffix}.json"),
            Comment::None,
            PURPOSE,
            configuration(&taken),
        ))
    });
    files.collect()
}

/// One `*` fits into an origin, and any port is also none.
fn origin(pattern: &OriginPattern) -> Result<Vec<String>, &'static str> {
    let text = pattern.to_string();
    match pattern {
        OriginPattern::Of { port: PortPattern::Any, .. } => match text.strip_suffix(":*") {
            Some(without) if !without.contains('*') => Ok(vec![without.to_owned(), text]),
            _ => Err("an origin holds one `*`"),
        },
        _ => Ok(vec![text]),
    }
}

fn configuration(taken: &Taken) -> String {
    let mut members = vec![
        format!("\"AllowedOrigins\": [{}]", list(&taken.origins, json)),
        format!("\"AllowedMethods\": [{}]", list(&taken.methods, json)),
    ];
    if !taken.headers.is_empty() {
        members.push(format!("\"AllowedHeaders\": [{}]", list(&taken.headers, json)));
    }
    if !taken.expose.is_empty() {
        members.push(format!("\"ExposeHeaders\": [{}]", list(&taken.expose, json)));
    }
    if let Some(seconds) = taken.max_age {
        members.push(format!("\"MaxAgeSeconds\": {seconds}"));
    }
    let members = members.join(",\n      ");
    format!("{{\n  \"CORSRules\": [\n    {{\n      {members}\n    }}\n  ]\n}}\n")
}
