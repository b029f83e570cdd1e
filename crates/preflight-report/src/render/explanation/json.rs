//! The explanation for programs: one JSON object, and its schema.

use crate::render::json::bug_free;
use crate::{Certainty, Explanation, Failure, ReferencePage, Suspect};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// The version of the format; it changes when a field goes or changes its meaning.
pub const VERSION: u32 = 1;

/// The explanation as one JSON object.
#[must_use]
pub fn explanation(explanation: &Explanation) -> Value {
    bug_free(serde_json::to_value(Explained::of(explanation)))
}

/// The JSON Schema of [`explanation`]'s object.
#[must_use]
pub fn schema() -> Value {
    bug_free(serde_json::to_value(schemars::schema_for!(Explained)))
}

/// What `preflight explain --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "preflight explain")]
struct Explained {
    /// The version of this format.
    version: u32,
    /// The version of preflight that wrote this.
    preflight: &'static str,
    /// Whose console it is, as far as the text tells; that of the first failure.
    browser: Option<&'static str>,
    /// The causes that are left, the most probable first; those of the first failure, or of the page.
    causes: Vec<Cause>,
    /// The ids of the causes that the text excludes; those of the first failure.
    excluded: Vec<&'static str>,
    /// The command that decides, for a shell; that of the first failure.
    next: Option<String>,
    /// What does not help, and why; for the first failure.
    does_not_fix: Vec<Remedy>,
    /// The page that was asked for by its name.
    page: Option<Page>,
    /// What the text says, one for each URL.
    failures: Vec<Failed>,
}

/// One request that failed, as far as the text tells.
#[derive(Debug, Serialize, JsonSchema)]
struct Failed {
    /// Whose console it is.
    browser: Option<&'static str>,
    /// The message.
    code: Option<Code>,
    /// What it says, one sentence.
    says: String,
    /// The URL.
    url: Option<String>,
    /// The page's origin.
    origin: Option<String>,
    /// The method.
    method: Option<String>,
    /// The status of the response that was refused.
    status: Option<u16>,
    /// Whether it was the preflight that failed; null where the text does not tell.
    on_preflight: Option<bool>,
    /// The causes that are left, the most probable first.
    causes: Vec<Cause>,
    /// The ids of the causes that the text excludes.
    excluded: Vec<&'static str>,
    /// The command that decides, for a shell.
    next: Option<String>,
    /// What had to be assumed for the command.
    assumed: Vec<&'static str>,
    /// What does not help, and why.
    does_not_fix: Vec<Remedy>,
    /// The id of the reference page that says more.
    see: Option<&'static str>,
}

/// A known message.
#[derive(Debug, Serialize, JsonSchema)]
struct Code {
    /// Whose it is: an engine, a library, a server.
    engine: &'static str,
    /// Its name there.
    name: &'static str,
}

/// A cause that is left.
#[derive(Debug, Serialize, JsonSchema)]
struct Cause {
    /// Its id: a public contract.
    id: &'static str,
    /// What is wrong, in one line.
    title: &'static str,
    /// How sure that is.
    certainty: Sure,
    /// What to change, in general words: Markdown.
    fix: &'static str,
}

/// How sure a cause is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Sure {
    /// The text alone decides.
    Certain,
    /// Strongly suggested.
    Likely,
    /// One of several.
    Possible,
}

/// Something that people try and that does not help.
#[derive(Debug, Serialize, JsonSchema)]
struct Remedy {
    /// What they try.
    what: &'static str,
    /// Why it does not help.
    why: &'static str,
}

/// A page of the reference.
#[derive(Debug, Serialize, JsonSchema)]
struct Page {
    /// `cause`, `status`, `header` or `concept`.
    kind: &'static str,
    /// Its id.
    id: &'static str,
    /// What it says, in one line.
    title: &'static str,
    /// Its sections.
    sections: Vec<Section>,
}

/// A section of a page.
#[derive(Debug, Serialize, JsonSchema)]
struct Section {
    /// The heading.
    heading: &'static str,
    /// Markdown.
    text: &'static str,
}

impl Explained {
    fn of(explanation: &Explanation) -> Self {
        let failures: Vec<Failed> = explanation.failures.iter().map(Failed::of).collect();
        let first = explanation.failures.first();
        let page = explanation.page.as_ref();
        let causes = first.map(|f| &f.causes).or_else(|| page.map(|p| &p.causes));
        Self {
            version: VERSION,
            preflight: env!("CARGO_PKG_VERSION"),
            browser: first.and_then(|f| f.browser).map(|browser| browser.id()),
            causes: causes.into_iter().flatten().map(Cause::of).collect(),
            excluded: first.map(|f| f.excluded.clone()).unwrap_or_default(),
            next: first.and_then(next),
            does_not_fix: first.map(remedies).unwrap_or_default(),
            page: page.map(Page::of),
            failures,
        }
    }
}

impl Failed {
    fn of(failure: &Failure) -> Self {
        Self {
            browser: failure.browser.map(|browser| browser.id()),
            code: failure.code.map(|(engine, name)| Code { engine, name }),
            says: failure.says.clone(),
            url: failure.url.clone(),
            origin: failure.origin.clone(),
            method: failure.method.clone(),
            status: failure.status,
            on_preflight: failure.preflight,
            causes: failure.causes.iter().map(Cause::of).collect(),
            excluded: failure.excluded.clone(),
            next: next(failure),
            assumed: failure.assumed.clone(),
            does_not_fix: remedies(failure),
            see: failure.see.map(|(_, id)| id),
        }
    }
}

impl Cause {
    fn of(suspect: &Suspect) -> Self {
        let certainty = match suspect.certainty {
            Certainty::Certain => Sure::Certain,
            Certainty::Likely => Sure::Likely,
            Certainty::Possible => Sure::Possible,
        };
        Self { id: suspect.id, title: suspect.title, certainty, fix: suspect.fix }
    }
}

impl Page {
    fn of(page: &ReferencePage) -> Self {
        let sections = page.sections.iter().map(|&(heading, text)| Section { heading, text });
        Self {
            kind: page.kind.as_str(),
            id: page.id,
            title: page.title,
            sections: sections.collect(),
        }
    }
}

fn next(failure: &Failure) -> Option<String> {
    failure.check.as_ref().map(|check| check.words().join(" "))
}

fn remedies(failure: &Failure) -> Vec<Remedy> {
    failure.does_not_fix.iter().map(|r| Remedy { what: r.what, why: r.why }).collect()
}
