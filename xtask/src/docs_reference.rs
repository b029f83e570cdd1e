//! The reference as a section of the site: a page for each cause, status, header and concept, an index
//! for each kind, and one of all.

use crate::docs::Derived;
use preflight_diagnose::CAUSES;
use preflight_diagnose::reference::pages;
use preflight_report::page::CaseKind;
use preflight_report::render::explanation::markdown;
use preflight_report::{PageKind, ReferencePage};
use preflight_targets::TARGETS;
use std::fmt::Write as _;

/// The folders of the pages, which hold nothing else.
pub(crate) const FOLDERS: [&str; 4] = [
    "docs/reference/causes",
    "docs/reference/statuses",
    "docs/reference/headers",
    "docs/reference/concepts",
];

/// The kinds, each with its folder's name, its heading and what it holds.
const KINDS: [(PageKind, &str, &str, &str); 4] = [
    (PageKind::Cause, "causes", "Causes", "The root causes that `preflight` tells apart."),
    (
        PageKind::Status,
        "statuses",
        "Statuses",
        "What each status means on a preflight, and what to do.",
    ),
    (PageKind::Header, "headers", "Headers", "The headers of CORS and its neighbours."),
    (PageKind::Concept, "concepts", "Concepts", "The words that people search for."),
];

const WRITTEN: &str = "<!-- Written by `cargo x docs` from the pages. -->\n";

pub(crate) fn documents() -> Vec<Derived> {
    let mut documents = vec![overview()];
    documents.extend(
        KINDS.iter().map(|&(kind, folder, heading, what)| index(kind, folder, heading, what)),
    );
    documents.extend(pages().map(|page| document(&page)));
    documents
}

/// What there is.
fn overview() -> Derived {
    let mut text = format!(
        "# Reference\n\nEvery page is also what `preflight explain <id>` prints.\n\n{WRITTEN}\n- [The command line](cli.md)\n- [Targets](targets.md)\n"
    );
    for (kind, folder, heading, what) in KINDS {
        let count = pages().filter(|page| page.kind == kind).count();
        let _ = writeln!(text, "- [{heading}]({folder}.md) ({count}): {what}");
    }
    Derived { path: "docs/reference/README.md".into(), text }
}

/// The pages of one kind.
fn index(kind: PageKind, folder: &str, heading: &str, what: &str) -> Derived {
    let mut text = format!(
        "# {heading}\n\n{what} `preflight explain <id>` prints a page.\n\n{WRITTEN}\n| id | what it says |\n|---|---|\n"
    );
    let mut of_kind: Vec<ReferencePage> = pages().filter(|page| page.kind == kind).collect();
    of_kind.sort_by_key(|page| page.id);
    for page in of_kind {
        let _ = writeln!(text, "| [`{0}`]({folder}/{0}.md) | {1} |", page.id, page.title);
    }
    Derived { path: format!("docs/reference/{folder}.md").into(), text }
}

fn document(page: &ReferencePage) -> Derived {
    let mut text = markdown::page(page, &|id| Some(format!("../causes/{id}.md")));
    if page.kind == PageKind::Cause {
        text.push_str(&on_targets(page.id));
        text.push_str(&example(page.id));
    }
    let _ = write!(text, "\n{WRITTEN}");
    Derived { path: format!("docs/reference/{}/{}.md", folder(page.kind), page.id).into(), text }
}

fn folder(kind: PageKind) -> &'static str {
    KINDS.iter().find(|(k, ..)| *k == kind).map_or("", |(_, folder, ..)| folder)
}

/// What to change on each server on which the cause is known.
fn on_targets(id: &str) -> String {
    let mut text = String::new();
    for target in TARGETS {
        if let Some(fix) = target.fix(id) {
            let _ = write!(text, "\n## Fix: {}\n\n{}\n", target.name, fix.trim());
        }
    }
    text
}

/// What `preflight check` reports, of the page's first case.
fn example(id: &str) -> String {
    let cause = CAUSES.iter().find(|cause| cause.id == id);
    let cases = cause.map(|cause| cause.page().cases()).unwrap_or_default();
    let first = cases.iter().find(|case| case.kind != CaseKind::Quiet && case.report.is_some());
    let report = first.and_then(|case| case.report).map(str::trim_end);
    report.map_or_else(String::new, |report| {
        format!("\n## What `preflight check` reports\n\n```text\n{report}\n```\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    #[test]
    fn every_link_leads_to_a_page() {
        let documents = documents();
        let paths: BTreeSet<&Path> = documents.iter().map(|d| d.path.as_path()).collect();
        assert_eq!(paths.len(), documents.len(), "two documents have one path");
        for document in &documents {
            let folder = document.path.parent().expect("a folder");
            for (at, _) in document.text.match_indices("](") {
                let target = document.text[at + 2..].split(')').next().unwrap_or_default();
                let elsewhere = ["cli.md", "targets.md"].contains(&target);
                if target.contains("://") || target.starts_with('#') || elsewhere {
                    continue;
                }
                let target = plain(&folder.join(target));
                assert!(
                    paths.contains(target.as_path()),
                    "{}: {}",
                    document.path.display(),
                    target.display()
                );
            }
        }
    }

    /// The path without `x/..`.
    fn plain(path: &Path) -> PathBuf {
        let mut parts = PathBuf::new();
        for part in path {
            if part == ".." {
                parts.pop();
            } else {
                parts.push(part);
            }
        }
        parts
    }

    #[test]
    fn a_cause_has_its_page_with_fixes_and_example_but_no_cases() {
        let documents = documents();
        let path = Path::new("docs/reference/causes/auth-before-cors.md");
        let page = &documents.iter().find(|d| d.path == path).expect("the page").text;
        assert!(page.starts_with("# auth-before-cors\n\nauthentication refuses"), "{page}");
        for heading in [
            "## What happens",
            "## Why",
            "## Fix",
            "## Fix: nginx",
            "## What `preflight check` reports",
        ] {
            assert!(page.contains(&format!("\n{heading}\n")), "{heading}");
        }
        assert!(!page.contains("## Cases") && !page.contains("```exchange"), "{page}");
        let status =
            documents.iter().find(|d| d.path == Path::new("docs/reference/statuses/401.md"));
        let status = &status.expect("the page").text;
        assert!(
            status.contains("- certain: [`auth-before-cors`](../causes/auth-before-cors.md), "),
            "{status}"
        );
    }
}
