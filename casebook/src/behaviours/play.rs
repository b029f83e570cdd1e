//! Plays the table on a server.

use super::{Case, Configuration, Head, Table, filled, problem_line};
use preflight_policy::{PolicyConfig, Problems, Reason, Ruling, Severity};
use std::fmt::Write as _;

/// A server that plays the table.
pub trait Subject: Sized {
    /// Response headers that its protocol or its errors bring: not compared unless a case names them.
    /// No CORS header, and not `vary`.
    const BRINGS: &'static [&'static str];

    /// Whether it stands in front of others: it refuses heads of a mebibyte unread, with 431, and targets
    /// that others might read otherwise, with 400.
    const IS_PROXY: bool;

    /// Starts it.
    ///
    /// # Errors
    /// What is wrong with the policies.
    fn start(policies: &[PolicyConfig]) -> Result<Self, Problems>;

    /// Replaces its policies while it runs, and returns notes.
    ///
    /// # Errors
    /// What is wrong with them.
    fn reload(&mut self, policies: &[PolicyConfig]) -> Result<Problems, Problems>;

    /// Sends a request through it to an application.
    fn ask(&mut self, request: &Head, upstream: &Upstream) -> Seen;
}

/// The application behind the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upstream {
    /// It answers.
    Answers(Head),
    /// No answer of its own comes of it.
    Fails(Failure),
}

/// Why the server has to answer itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Nothing listens.
    Refuses,
    /// The connection is closed without an answer.
    Closes,
    /// What comes is no HTTP.
    Babbles,
    /// Nothing comes in time.
    Silent,
    /// Too many requests came before.
    Limited,
}

impl Failure {
    fn parse(word: &str) -> Self {
        match word {
            "refuses" => Self::Refuses,
            "closes" => Self::Closes,
            "babbles" => Self::Babbles,
            "silent" => Self::Silent,
            "limited" => Self::Limited,
            _ => panic!("`{word}` is no failure"),
        }
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Refuses | Self::Closes | Self::Babbles => 502,
            Self::Silent => 504,
            Self::Limited => 429,
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The status.
    pub status: u16,
    /// Every header line, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How many requests the application got.
    pub reached: usize,
    /// What was said of the decision to whoever counts and logs; `None` where the request was refused
    /// before there was one.
    pub rulings: Option<(Ruling, Option<Ruling>)>,
}

/// Plays every case and configuration, and returns what is wrong, a paragraph each.
#[must_use]
pub fn play<S: Subject>(table: &Table) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut played = 0;
    for case in &table.cases {
        for entry in entries(&case.each) {
            played += 1;
            if let Err(why) = play_case::<S>(table, case, entry) {
                wrong.push(paragraph(&case.name, entry, &why));
            }
        }
    }
    for configuration in &table.configurations {
        for entry in entries(&configuration.each) {
            played += 1;
            if let Err(why) = play_configuration::<S>(configuration, entry) {
                wrong.push(paragraph(&configuration.name, entry, &why));
            }
        }
    }
    assert!(played > 300, "the table has lost cases: {played} are left");
    wrong
}

fn entries(each: &[String]) -> Vec<Option<&str>> {
    if each.is_empty() { vec![None] } else { each.iter().map(|e| Some(e.as_str())).collect() }
}

fn paragraph(name: &str, entry: Option<&str>, why: &str) -> String {
    let entry: String = entry.unwrap_or_default().chars().take(80).collect();
    format!("{name} [{}]\n  {}", entry.escape_debug(), why.replace('\n', "\n  "))
}

fn play_case<S: Subject>(table: &Table, case: &Case, entry: Option<&str>) -> Result<(), String> {
    let mut server = S::start(table.policy(&case.policy)).map_err(|p| p.to_string())?;
    if let Some(name) = &case.reload {
        let (Ok(said) | Err(said)) = server.reload(table.policy(name));
        compare_problems(&case.problems, &said)?;
    }
    let request = Head::parse(&filled(&case.request, entry));
    let upstream = match (&case.upstream, &case.failure) {
        (None, Some(word)) => Upstream::Fails(Failure::parse(&filled(word, entry))),
        (text, None) => {
            let text = text.as_deref().unwrap_or("200");
            Upstream::Answers(Head::parse(&filled(text, entry)))
        }
        (Some(_), Some(_)) => panic!("{}: an upstream that answers and fails", case.name),
    };
    // Twice: no answer depends on an earlier one.
    for time in ["the first time", "the second time"] {
        let seen = server.ask(&request, &upstream);
        judge::<S>(case, entry, &upstream, &seen).map_err(|why| format!("{time}: {why}"))?;
    }
    Ok(())
}

fn judge<S: Subject>(
    case: &Case,
    entry: Option<&str>,
    upstream: &Upstream,
    seen: &Seen,
) -> Result<(), String> {
    if case.too_large && S::IS_PROXY {
        let granted = seen.headers.iter().any(|(name, _)| name.starts_with("access-control-"));
        let refused = seen.status == 431 && seen.reached == 0 && !granted;
        return refused.then_some(()).ok_or_else(|| format!("not refused unread: {seen:?}"));
    }
    let (expected, reached) = match (&case.answered, &case.forwarded) {
        (Some(text), None) => (text, 0),
        (None, Some(text)) => {
            let asked = match upstream {
                Upstream::Fails(Failure::Refuses | Failure::Limited) => 0,
                _ => 1,
            };
            (text, asked)
        }
        _ => panic!("{}: either `answered` or `forwarded`", case.name),
    };
    let mut expected = Head::parse(&filled(expected, entry));
    let refused = case.ambiguous && S::IS_PROXY;
    let reached = if refused { 0 } else { reached };
    if refused {
        expected.first = "400".to_owned();
    }
    compare_heads(&expected, seen, S::BRINGS)?;
    // An idempotent request may be sent again where a connection was closed.
    let again = matches!(upstream, Upstream::Fails(Failure::Closes)) && reached == 1;
    if seen.reached != reached && !(again && seen.reached > 0) {
        return Err(format!("the application got {} requests, not {reached}", seen.reached));
    }
    if case.answered.is_some() && !seen.body.is_empty() {
        return Err(format!("the answer has a body: {}", String::from_utf8_lossy(&seen.body)));
    }
    match &seen.rulings {
        None => Err("nothing was said of the decision".to_owned()),
        Some((ruling, shadow)) => {
            let Some(verdict) = &case.verdict else { return Ok(()) };
            compare_ruling("verdict", &filled(verdict, entry), Some(*ruling))?;
            match &case.shadow {
                Some(expected) => compare_ruling("shadow verdict", expected, *shadow),
                None => Ok(()),
            }
        }
    }
}

/// Compares a whole ruling where `expected` says which rule decides, else its label.
fn compare_ruling(what: &str, expected: &str, ruling: Option<Ruling>) -> Result<(), String> {
    let said = ruling.map(|ruling| ruling.to_string()).unwrap_or_default();
    let label = said.split(';').next().unwrap_or_default();
    let same = said == expected || label == expected;
    same.then_some(()).ok_or_else(|| format!("{what} `{said}`, expected `{expected}`"))
}

/// Whole header sets: one line too many is as wrong as one too few. Lines of one name keep their order.
fn compare_heads(expected: &Head, seen: &Seen, brings: &[&str]) -> Result<(), String> {
    let sorted = |lines: &[(String, String)], all: bool| {
        let named = |name: &str| expected.lines.iter().any(|(n, _)| n == name);
        let mut lines: Vec<_> = lines.to_vec();
        lines.retain(|(name, _)| all || named(name) || !brings.contains(&name.as_str()));
        lines.sort_by(|a, b| a.0.cmp(&b.0));
        lines
    };
    let (wanted, found) = (sorted(&expected.lines, true), sorted(&seen.headers, false));
    if expected.status() == seen.status && wanted == found {
        return Ok(());
    }
    let mut text = format!("expected {}\n", expected.status());
    let print = |text: &mut String, lines: &[(String, String)]| {
        for (name, value) in lines {
            let _ = writeln!(text, "  {name}: {}", value.chars().take(200).collect::<String>());
        }
    };
    print(&mut text, &wanted);
    let _ = writeln!(text, "found {}", seen.status);
    print(&mut text, &found);
    Err(text)
}

fn compare_problems(expected: &[String], said: &Problems) -> Result<(), String> {
    let said: Vec<String> = said.iter().map(problem_line).collect();
    let same = said == expected;
    same.then_some(()).ok_or_else(|| {
        format!("expected\n  {}\nfound\n  {}", expected.join("\n  "), said.join("\n  "))
    })
}

fn play_configuration<S: Subject>(
    configuration: &Configuration,
    entry: Option<&str>,
) -> Result<(), String> {
    let policies: Vec<PolicyConfig> = configuration
        .policies
        .iter()
        .map(|written| with_entry(written.clone(), entry).try_into().map_err(|e| format!("{e}")))
        .collect::<Result<_, _>>()?;
    let started = S::start(&policies).map(drop);
    // Notes do not come with an error's type: the same policies are put in force by a reload.
    let mut server = S::start(&[]).map_err(|p| p.to_string())?;
    let reloaded = server.reload(&policies);
    if started.is_err() != reloaded.is_err() {
        return Err(format!("start and reload disagree: {started:?}, {reloaded:?}"));
    }
    if let Err(at_start) = &started
        && reloaded.as_ref() != Err(at_start)
    {
        return Err(format!("start and reload say other things: {at_start}"));
    }
    let (Ok(said) | Err(said)) = &reloaded;
    if said.has_errors() != reloaded.is_err() {
        return Err(format!("errors and the outcome disagree: {said}"));
    }
    let sentences = said.to_string();
    if let Some(missing) = configuration.says.iter().find(|words| !sentences.contains(*words)) {
        return Err(format!("`{missing}` is not said: {sentences}"));
    }
    match &configuration.problems {
        Some(problems) => {
            let expected: Vec<String> = problems.iter().map(|line| filled(line, entry)).collect();
            compare_problems(&expected, said)
        }
        None => all_of(&configuration.reasons, said),
    }
}

/// Whether there are problems, each an error for one of these reasons.
fn all_of(reasons: &[String], said: &Problems) -> Result<(), String> {
    let is_one = |reason: Reason| {
        reason.severity() == Severity::Error && reasons.iter().any(|r| r == reason.id())
    };
    let right = !said.is_empty() && said.iter().all(|problem| is_one(problem.reason));
    right.then_some(()).ok_or_else(|| format!("expected {}, found: {said}", reasons.join(" or ")))
}

/// `value` with the entry in all of its texts.
fn with_entry(value: toml::Value, entry: Option<&str>) -> toml::Value {
    match value {
        toml::Value::String(text) => toml::Value::String(filled(&text, entry)),
        toml::Value::Array(values) => {
            toml::Value::Array(values.into_iter().map(|v| with_entry(v, entry)).collect())
        }
        toml::Value::Table(table) => {
            let pairs = table.into_iter().map(|(key, v)| (key, with_entry(v, entry)));
            toml::Value::Table(pairs.collect())
        }
        other => other,
    }
}
