//! The configuration that lets a blocked request through: the smallest policy, in a target's words.

use crate::causes::CAUSES;
use crate::rank::Rank;
use preflight_policy::{Policies, PolicyConfig, Problems};
use preflight_report::{Finding, Fix, FixFile, Outcome, Part, Report};
use preflight_targets::generate::{Generated, Plan, Shortfall};
use preflight_targets::{Target, likely};
use std::fmt;

/// Why no configuration is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwritten {
    /// The request passes.
    NotBlocked,
    /// What blocks it, by its title, is not the server's CORS configuration.
    Elsewhere(String),
    /// A policy that allows it is one that nobody should have.
    Policy(Problems),
    /// The target cannot express what the request needs.
    Target(&'static str, Vec<Shortfall>),
    /// We cannot write for this target.
    Unknown(&'static str),
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBlocked => f.write_str("the request passes; there is nothing to put right"),
            Self::Elsewhere(title) => {
                write!(f, "no CORS configuration puts this right: {title}")
            }
            Self::Policy(problems) => {
                f.write_str("no policy should allow this")?;
                problems.iter().try_for_each(|problem| write!(f, "; {problem}"))
            }
            Self::Target(name, shortfalls) => {
                let each = |f: &mut fmt::Formatter<'_>, s: &Shortfall| write!(f, "; {s}");
                write!(f, "{name} cannot express what the request needs")?;
                shortfalls.iter().try_for_each(|shortfall| each(f, shortfall))
            }
            Self::Unknown(name) => write!(f, "nothing can be written for {name} yet"),
        }
    }
}

/// The smallest policy that lets the report's request through, and no other; `read` are the response
/// headers that its script wants to read.
///
/// # Errors
///
/// Where no policy helps, or none should: why.
pub fn policy(report: &Report, read: &[String]) -> Result<Policies, Unwritten> {
    if report.outcome == Outcome::Allowed {
        return Err(Unwritten::NotBlocked);
    }
    if let Some(root) = report.causes.first().filter(|root| !is_the_servers(root)) {
        return Err(Unwritten::Elsewhere(root.title.clone()));
    }
    PolicyConfig::smallest_for(&report.request, read).build().map_err(Unwritten::Policy)
}

/// That policy in the words of this target.
///
/// # Errors
///
/// Where nothing is written: why.
pub fn configuration(
    report: &Report,
    read: &[String],
    target: &'static Target,
) -> Result<Generated, Unwritten> {
    in_words_of(target, &smallest_plan(report, read)?)
}

/// What to change on this target for the root cause, and why no configuration is written where none is.
pub fn on(
    target: &'static Target,
    report: &Report,
    read: &[String],
) -> (Option<Fix>, Option<Unwritten>) {
    let written = configuration(report, read, target);
    let why = written.as_ref().err().cloned();
    (report.causes.first().and_then(|root| fix(target, root.id, written)), why)
}

fn smallest_plan(report: &Report, read: &[String]) -> Result<Plan, Unwritten> {
    policy(report, read).map(|policies| Plan::new(&policies))
}

fn in_words_of(target: &'static Target, plan: &Plan) -> Result<Generated, Unwritten> {
    match target.generate(plan) {
        None => Err(Unwritten::Unknown(target.name)),
        Some(Err(shortfalls)) => Err(Unwritten::Target(target.name, shortfalls)),
        Some(Ok(generated)) => Ok(generated),
    }
}

/// Puts the configuration into the fixes of the root cause: for the target `wanted`, else for who
/// answered, else for the likely ones.
pub fn remedy(report: &mut Report, read: &[String], wanted: Option<&'static Target>) {
    let Some(root) = report.causes.first() else { return };
    let layer = report.target.as_ref().map(|layer| layer.id);
    let named = root.fixes.iter().map(|fix| fix.target.as_str()).chain(layer);
    let answered = || named.filter_map(Target::by_id).find(|target| target.generator.is_some());
    let targets = match wanted.or_else(answered) {
        Some(target) => vec![target],
        None if !is_the_servers(root) || layer.is_some() => return,
        None => likely(report.request.url()),
    };
    let cause = root.id;
    let plan = smallest_plan(report, read);
    let written = |target| in_words_of(target, plan.as_ref().map_err(Clone::clone)?);
    let fixes: Vec<Fix> =
        targets.into_iter().filter_map(|target| fix(target, cause, written(target))).collect();
    let root = &mut report.causes[0].fixes;
    root.retain(|old| fixes.iter().all(|new| new.target != old.target));
    root.splice(0..0, fixes);
}

/// What to do on a target, with the configuration where one can be `written`.
fn fix(target: &'static Target, cause: &str, written: Result<Generated, Unwritten>) -> Option<Fix> {
    let words = target.fix(cause).map(str::to_owned);
    let (text, files) = match (words, written) {
        (words, Ok(generated)) => {
            let files = generated.files.into_iter().chain(generated.notes);
            let files = files.map(|file| FixFile { name: file.name, content: file.content });
            (words.unwrap_or_else(|| "This lets the request through:".to_owned()), files.collect())
        }
        (words, Err(why @ (Unwritten::Policy(_) | Unwritten::Target(..)))) => {
            let why = format!("No configuration is written: {why}.");
            (words.into_iter().chain([why]).collect::<Vec<_>>().join("\n\n"), Vec::new())
        }
        (words, Err(_)) => (words?, Vec::new()),
    };
    Some(Fix { target: target.id.to_owned(), text, files })
}

/// Whether a server's CORS configuration puts it right: there was an answer, and what is wrong with it
/// does not lie in the request.
fn is_the_servers(root: &Finding) -> bool {
    let rank = CAUSES.iter().find(|cause| cause.id == root.id).map(|cause| cause.rank);
    let in_the_request =
        root.evidence.first().is_some_and(|line| matches!(line.part, Part::Request(_)));
    let answered = rank.is_some_and(|rank| rank != Rank::NoHttp) || root.id == CUT_OFF;
    answered && !in_the_request
}

/// Only `OPTIONS` is cut off: not where something answers it before it gets there.
const CUT_OFF: &str = "options-connection-closed";
