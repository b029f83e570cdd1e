//! An explanation for an issue or a pull request: GitHub's Markdown.

use super::human::speaker;
use crate::render::escape::visible;
use crate::render::markdown::{code, fenced};
use crate::{Explanation, Failure, PageKind, ReferencePage, Suspect};
use std::fmt::Write as _;

/// The explanation; an empty one gives an empty text.
#[must_use]
pub fn explanation(explanation: &Explanation) -> String {
    let page = explanation.page.iter().map(|page| self::page(page, &|_| None));
    page.chain(explanation.failures.iter().map(failure)).collect::<Vec<_>>().join("\n")
}

/// A page of the reference. `link` gives the address of another page, where there is one.
#[must_use]
pub fn page(page: &ReferencePage, link: &dyn Fn(&str) -> Option<String>) -> String {
    let mut text = format!("# {}\n\n{}\n", page.id, page.title);
    for (heading, body) in &page.sections {
        let _ = write!(text, "\n## {heading}\n\n{body}\n");
    }
    if page.kind != PageKind::Cause && !page.causes.is_empty() {
        let _ = write!(text, "\n## Causes\n\n{}", causes(&page.causes, link));
    }
    text
}

fn failure(failure: &Failure) -> String {
    let mut text = format!("## {}\n\n", visible(&failure.says));
    let _ = write!(text, "{}", speaker(failure));
    if let Some((_, name)) = failure.code {
        let _ = write!(text, ", message {}", code(name));
    }
    if let Some(url) = &failure.url {
        let method = failure.method.as_deref().map(|m| format!("{m} ")).unwrap_or_default();
        let _ = write!(text, " for {}", code(&visible(&format!("{method}{url}"))));
    }
    if let Some(origin) = &failure.origin {
        let _ = write!(text, " from {}", code(&visible(origin)));
    }
    text.push_str(".\n");
    if let Some(first) = failure.causes.first() {
        let _ = write!(
            text,
            "\n**{}: {}** ({})\n\n{}\n",
            first.certainty,
            first.title,
            code(first.id),
            first.fix
        );
    }
    if let Some(check) = &failure.check {
        let command = fenced("sh", &[check.words().join(" ")]);
        let _ = write!(text, "\nThis tells the causes apart:\n\n{command}\n");
        for note in &failure.assumed {
            let _ = write!(text, "\n({note})\n");
        }
    }
    let others = failure.causes.get(1..).unwrap_or_default();
    if !others.is_empty() {
        let _ = write!(text, "\n### Also possible\n\n{}", causes(others, &|_| None));
    }
    if !failure.excluded.is_empty() {
        let words: Vec<String> =
            failure.excluded_in_words.iter().map(|w| format!("- {w}")).collect();
        let _ = write!(text, "\n### Excluded\n\n{}\n", words.join("\n"));
    }
    if !failure.does_not_fix.is_empty() {
        text.push_str("\n### Does not fix it\n\n");
        for remedy in &failure.does_not_fix {
            let _ = writeln!(text, "- {}: {}", remedy.what, remedy.why);
        }
    }
    text
}

fn causes(causes: &[Suspect], link: &dyn Fn(&str) -> Option<String>) -> String {
    let each = causes.iter().map(|cause| {
        let id = link(cause.id)
            .map_or_else(|| code(cause.id), |to| format!("[{}]({to})", code(cause.id)));
        format!("- {}: {id}, {}\n", cause.certainty, cause.title)
    });
    each.collect()
}
