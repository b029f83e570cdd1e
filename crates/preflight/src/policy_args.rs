//! The flags that say who may call what: the fields of `[[policy]]`.

use clap::Args;
use preflight_policy::{MaxAge, PolicyConfig};

/// A policy on the command line.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Policy")]
pub(crate) struct PolicyArgs {
    /// Allow the pages of this origin: `https://app.example.com`, `https://*.example.com`,
    /// `http://localhost:*`, or `*` for any (repeatable)
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,

    /// Allow this method; GET, HEAD and POST need no permission; `*` for any (repeatable)
    #[arg(long, value_name = "METHOD")]
    allow_method: Vec<String>,

    /// Allow this request header; `*` for any (repeatable)
    #[arg(long, value_name = "NAME")]
    allow_header: Vec<String>,

    /// Let scripts read this response header; `*` for any (repeatable)
    #[arg(long, value_name = "NAME")]
    expose_header: Vec<String>,

    /// Allow requests with cookies, HTTP authentication and client certificates
    #[arg(long)]
    allow_credentials: bool,

    /// How long browsers may keep a preflight's answer: seconds, or `90s`, `10m`, `1h`
    #[arg(long, value_name = "TIME")]
    max_age: Option<MaxAge>,
}

impl PolicyArgs {
    /// Whether no flag was given.
    pub(crate) fn is_empty(&self) -> bool {
        self.config() == PolicyConfig::default()
    }

    /// The policy for every path, as written.
    pub(crate) fn config(&self) -> PolicyConfig {
        PolicyConfig {
            allow_origins: self.allow_origin.clone(),
            allow_methods: self.allow_method.clone(),
            allow_headers: self.allow_header.clone(),
            expose_headers: self.expose_header.clone(),
            allow_credentials: self.allow_credentials,
            max_age: self.max_age,
            ..PolicyConfig::default()
        }
    }
}
