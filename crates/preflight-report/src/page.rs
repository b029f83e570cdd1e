//! A page: the documentation of a cause, which is its example, its fix and its test cases too. The
//! format is described in `docs/pages.md`.

use std::fmt;

/// A parsed page. Every part borrows from the page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// The id in the first line.
    pub id: &'a str,
    /// The first paragraph.
    pub title: &'a str,
    sections: Vec<Section<'a>>,
}

/// A section: its heading and what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'a> {
    /// The heading without the marks.
    pub heading: &'a str,
    /// The text up to the next heading of the same or a higher level, trimmed.
    pub body: &'a str,
    /// The line on which the heading stands, counted from 1.
    pub line: usize,
}

/// What a page lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageError {
    /// The first line is no `# id`.
    Id,
    /// There is no paragraph below the id.
    Title,
    /// A section that every page needs is missing.
    Section(&'static str),
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id => f.write_str("the first line must be `# ` and the id"),
            Self::Title => f.write_str("a one-line title must follow the id"),
            Self::Section(name) => write!(f, "the section `## {name}` is missing"),
        }
    }
}

impl std::error::Error for PageError {}

impl<'a> Page<'a> {
    /// Reads a cause's page.
    ///
    /// # Errors
    /// The first thing wrong with its form.
    pub fn parse(text: &'a str) -> Result<Self, PageError> {
        let first = text.lines().next().unwrap_or_default();
        let id = first.strip_prefix("# ").ok_or(PageError::Id)?.trim();
        let title = text.lines().skip(1).map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
        if title.is_empty() || title.starts_with('#') {
            return Err(PageError::Title);
        }
        let page = Self { id, title, sections: sections(text, "## ") };
        for name in ["What happens", "Why", "Fix", "Cases"] {
            page.section(name).ok_or(PageError::Section(name))?;
        }
        Ok(page)
    }

    /// The body of a section.
    #[must_use]
    pub fn section(&self, heading: &str) -> Option<&'a str> {
        self.sections.iter().find(|s| s.heading == heading).map(|s| s.body)
    }

    /// The cases with a scripted exchange, in order.
    #[must_use]
    pub fn cases(&self) -> Vec<Case<'a>> {
        let played = self.case_sections().filter_map(|(kind, name, section, line)| {
            let kind = match kind {
                "Clinic" => CaseKind::Clinic,
                "Fires" => CaseKind::Fires,
                "Quiet" => CaseKind::Quiet,
                _ => return None,
            };
            let exchange = fenced(section, "exchange")?;
            Some(Case { kind, name, exchange, report: fenced(section, "report"), line })
        });
        played.collect()
    }

    /// The cases with a pasted text, in order.
    #[must_use]
    pub fn pastes(&self) -> Vec<Paste<'a>> {
        let pastes = self.case_sections().filter(|(kind, ..)| *kind == "Paste");
        let pastes = pastes.filter_map(|(_, name, section, line)| {
            Some(Paste { name, text: fenced(section, "paste")?, line })
        });
        pastes.collect()
    }

    /// The kind, the name, the body and the line of every section below `Cases`.
    fn case_sections(&self) -> impl Iterator<Item = (&'a str, &'a str, &'a str, usize)> {
        let cases = self.sections.iter().filter(|s| s.heading == "Cases");
        cases.flat_map(|cases| {
            sections(cases.body, "### ").into_iter().filter_map(|section| {
                let (kind, name) = section.heading.split_once(':')?;
                Some((kind.trim(), name.trim(), section.body, cases.line + section.line))
            })
        })
    }
}

/// What a case shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseKind {
    /// The cause is found, and the clinic serves it.
    Clinic,
    /// The cause is found.
    Fires,
    /// The cause is not found.
    Quiet,
}

/// One case of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case<'a> {
    /// What it shows.
    pub kind: CaseKind,
    /// What the heading says.
    pub name: &'a str,
    /// The scripted exchange.
    pub exchange: &'a str,
    /// The report expected.
    pub report: Option<&'a str>,
    /// About where in the page it stands.
    pub line: usize,
}

/// A text as users paste it, for which `preflight explain` must name this page's cause first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paste<'a> {
    /// What the heading says.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
    /// About where in the page it stands.
    pub line: usize,
}

/// The sections of `text` whose headings start with `mark`. A heading inside a fenced block is text.
#[must_use]
pub fn sections<'a>(text: &'a str, mark: &str) -> Vec<Section<'a>> {
    let mut found: Vec<(&'a str, usize, usize, usize)> = Vec::new();
    let (mut offset, mut fence) = (0, false);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = offset;
        offset += line.len();
        if line.starts_with("```") {
            fence = !fence;
        }
        if fence {
            continue;
        }
        if let Some(heading) = line.strip_prefix(mark) {
            found.push((heading.trim(), start, offset, number + 1));
        }
    }
    let ends = found.iter().skip(1).map(|f| f.1).chain([text.len()]);
    let ends: Vec<usize> = ends.collect();
    found
        .iter()
        .zip(ends)
        .map(|(&(heading, _, body, line), end)| Section {
            heading,
            body: text[body..end].trim(),
            line,
        })
        .collect()
}

/// The content of the first block fenced with three backticks and `language`.
#[must_use]
pub fn fenced<'a>(text: &'a str, language: &str) -> Option<&'a str> {
    let open = format!("```{language}\n");
    let start = text.find(&open)? + open.len();
    let end = text[start..].find("\n```").map_or_else(|| text[start..].find("```"), Some)?;
    Some(&text[start..start + end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# some-id\n\na title\n\n## What happens\n\nX.\n\n## Why\n\nY.\n\n## Fix\n\nZ.\n\n## Cases\n\n### Clinic: one\n\n```exchange\nGET {api}/x\n\n> *\n< 200\n<\n< # no heading\n```\n\n```report\nr\n```\n\n### Quiet: two\n\n```exchange\nGET {api}/y\n```\n\n### Paste: three\n\n```paste\nFailed to\n  fetch\n```\n";

    #[test]
    fn reads_sections_and_cases() {
        let page = Page::parse(PAGE).unwrap();
        assert_eq!((page.id, page.title), ("some-id", "a title"));
        assert_eq!(page.section("Fix"), Some("Z."));
        let cases = page.cases();
        assert_eq!(cases.len(), 2);
        assert_eq!(
            (cases[0].kind, cases[0].name, cases[0].report),
            (CaseKind::Clinic, "one", Some("r"))
        );
        assert!(cases[0].exchange.ends_with("# no heading"));
        assert_eq!(cases[1].report, None);
        let pastes = page.pastes();
        assert_eq!(pastes.len(), 1);
        assert_eq!((pastes[0].name, pastes[0].text), ("three", "Failed to\n  fetch"));
        assert_eq!(Page::parse("# x\n\nt\n"), Err(PageError::Section("What happens")));
    }
}
