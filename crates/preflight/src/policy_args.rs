//! A policy on the command line: the flags mirror the response headers.

use clap::Args;
use preflight_policy::{Field, MaxAge, PolicyConfig, Problem};

/// One policy for every path, instead of a file's.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Policy")]
pub(crate) struct PolicyArgs {
    /// Who may read the responses: `https://app.example.com`, `https://*.example.com` for its
    /// subdomains, `http://localhost:*` for any port, `*` for anybody; several by commas or by
    /// repeating the flag, as in the flags below
    #[arg(long, value_name = "ORIGIN", value_delimiter = ',', value_parser = entry)]
    allow_origin: Vec<String>,

    /// A method beyond GET, HEAD and POST, or `*`
    #[arg(long, value_name = "METHOD", value_delimiter = ',', value_parser = entry)]
    allow_method: Vec<String>,

    /// A request header beyond the safelisted ones, or `*`
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = entry)]
    allow_header: Vec<String>,

    /// A response header that scripts may read, or `*`
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = entry)]
    expose_header: Vec<String>,

    /// Allow cookies, HTTP authentication and client certificates
    #[arg(long)]
    allow_credentials: bool,

    /// How long browsers may keep a preflight's answer: seconds, or `90s`, `10m`, `1h`
    #[arg(long, value_name = "TIME")]
    max_age: Option<MaxAge>,
}

impl PolicyArgs {
    /// The policy as written; `None` where no flag is given.
    pub(crate) fn config(&self) -> Option<PolicyConfig> {
        let config = PolicyConfig {
            allow_origins: self.allow_origin.clone(),
            allow_methods: self.allow_method.clone(),
            allow_headers: self.allow_header.clone(),
            expose_headers: self.expose_header.clone(),
            allow_credentials: self.allow_credentials,
            max_age: self.max_age,
            ..PolicyConfig::default()
        };
        (config != PolicyConfig::default()).then_some(config)
    }
}

/// The flag of a field.
pub(crate) const fn flag(field: Field) -> &'static str {
    match field {
        Field::AllowOrigins | Field::Paths => "--allow-origin",
        Field::AllowMethods => "--allow-method",
        Field::AllowHeaders => "--allow-header",
        Field::ExposeHeaders => "--expose-header",
        Field::AllowCredentials => "--allow-credentials",
        Field::MaxAge => "--max-age",
    }
}

/// Where a problem of such a policy stands on the command line: `--allow-origin https://a.example/`.
pub(crate) fn place(problem: &Problem) -> String {
    let flag = flag(problem.place.field);
    match &*problem.given {
        "" => flag.to_owned(),
        given => format!("{flag} {given}"),
    }
}

/// One entry of a list. No origin, method or header name has a comma or begins with a space, so lists may
/// be written as the response headers write them.
fn entry(given: &str) -> Result<String, String> {
    match given.trim() {
        "" => Err("an entry is empty; leave it out".to_owned()),
        entry => Ok(entry.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;
    use preflight_policy::Policies;

    #[derive(Debug, clap::Parser)]
    struct Cli {
        #[command(flatten)]
        policy: PolicyArgs,
    }

    fn config(args: &[&str]) -> Option<PolicyConfig> {
        let all = ["test"].iter().chain(args);
        Cli::try_parse_from(all).expect("flags that clap takes").policy.config()
    }

    #[test]
    fn lists_are_repeated_or_written_as_headers_write_them() {
        let repeated = config(&["--allow-method", "PUT", "--allow-method", "DELETE"]);
        assert_eq!(repeated, config(&["--allow-method", "PUT, DELETE"]));
        assert_eq!(repeated.expect("a policy").allow_methods, ["PUT", "DELETE"]);
        assert_eq!(config(&[]), None);
        let max_age = config(&["--max-age", "10m"]).expect("a policy").max_age;
        assert_eq!(max_age, Some(MaxAge(600)));
        assert!(Cli::try_parse_from(["test", "--allow-header", "a,"]).is_err());
        assert!(Cli::try_parse_from(["test", "--max-age", "1d"]).is_err());
    }

    #[test]
    fn a_problem_names_its_flag() {
        let config = config(&["--allow-origin", "https://a.example/,null", "--max-age", "2000000"]);
        let problems = Policies::new(&[config.expect("a policy")]).expect_err("three mistakes");
        let places: Vec<String> = problems.iter().map(place).collect();
        assert_eq!(
            places,
            ["--allow-origin https://a.example/", "--allow-origin null", "--max-age 2000000"]
        );
    }
}
