//! An explanation for a person at a terminal: what the text says, the most probable cause and what to
//! change, the command to run next; then all the rest.

use crate::render::curl::broken;
use crate::render::escape::visible;
use crate::render::fitting::{columns, wrap};
use crate::render::paint::Paint;
use crate::render::{Options, prose};
use crate::{Certainty, Explanation, Failure, PageKind, ReferencePage, Suspect};

/// The most causes that are listed behind the first.
const OTHERS: usize = 8;

/// The explanation; an empty one gives an empty text. Every line ends with a line break. Of the
/// options the width, the colour and [`quiet`](Options::quiet) count.
#[must_use]
pub fn explanation(explanation: &Explanation, options: &Options) -> String {
    let terminal = Terminal { width: options.width.max(50), paint: Paint { color: options.color } };
    let mut sections = Vec::new();
    if let Some(page) = &explanation.page {
        sections.extend(terminal.page(page, options.quiet));
    }
    let several = explanation.failures.len() > 1;
    for (index, failure) in explanation.failures.iter().enumerate() {
        if several {
            let text = format!("{} of {} requests", index + 1, explanation.failures.len());
            sections.push(vec![terminal.paint.frame(&format!("--- {text} ---"))]);
        }
        sections.extend(terminal.answer(failure));
        if index == 0 && !options.quiet {
            sections.extend(terminal.rest(failure));
        }
    }
    let mut text = String::new();
    for section in sections.iter().filter(|section| !section.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        for line in section {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

struct Terminal {
    width: usize,
    paint: Paint,
}

impl Terminal {
    /// What it says, the most probable cause with what to change, what to run next.
    fn answer(&self, failure: &Failure) -> Vec<Vec<String>> {
        let mut sections = vec![self.says(failure)];
        sections.extend(failure.causes.first().map(|cause| self.first(cause)));
        sections.push(self.next(failure));
        sections
    }

    fn says(&self, failure: &Failure) -> Vec<String> {
        let speaker = speaker(failure);
        let says = visible(&failure.says);
        let mut lines = self.hanging(&format!("{speaker}: "), &says);
        if let Some(first) = lines.first_mut() {
            *first = first.replacen(&speaker, &self.paint.strong(&speaker), 1);
        }
        if let Some(url) = &failure.url {
            let method = failure.method.as_deref().map(|m| format!("{m} ")).unwrap_or_default();
            let page = failure.origin.as_deref().map(|o| format!(" from {o}")).unwrap_or_default();
            lines.extend(self.paragraph(&visible(&format!("{method}{url}{page}")), 2));
        }
        let code = failure.code.map(|(_, code)| format!("message {code}"));
        let leg = failure
            .preflight
            .map(|is| if is { "on the preflight" } else { "on the request itself" });
        let status = failure.status.map(|status| format!("status {status}"));
        let details: Vec<String> =
            [code, leg.map(str::to_owned), status].into_iter().flatten().collect();
        if !details.is_empty() {
            lines.extend(self.paragraph(&details.join(", "), 2));
        }
        lines
    }

    fn first(&self, cause: &Suspect) -> Vec<String> {
        let sure = cause.certainty.as_str();
        let mut lines =
            self.hanging(&format!("{sure}: "), &format!("{} [{}]", cause.title, cause.id));
        if let Some(line) = lines.first_mut() {
            *line = line.replacen(sure, &self.certainty(cause.certainty), 1);
        }
        if let Some(fix) = prose::first_sentence(cause.fix) {
            lines.extend(self.hanging("  Fix: ", &format!("{fix}.")));
        }
        lines
    }

    fn next(&self, failure: &Failure) -> Vec<String> {
        let mut lines = vec![self.paint.strong("Run next")];
        let Some(check) = &failure.check else {
            let words = "preflight check URL --origin PAGE";
            lines.extend(
                self.paragraph(&format!("{words}   (the text names no URL: put it in)"), 2),
            );
            return lines;
        };
        lines.extend(broken(check.words(), self.width - 2).into_iter().map(|l| format!("  {l}")));
        lines.extend(
            failure.assumed.iter().flat_map(|note| self.paragraph(&format!("({note})"), 2)),
        );
        lines
    }

    /// The other causes, what is excluded, what does not help.
    fn rest(&self, failure: &Failure) -> Vec<Vec<String>> {
        let others = failure.causes.get(1..).unwrap_or_default();
        let mut sections = vec![self.causes("Also possible", others)];
        if !failure.excluded_in_words.is_empty() {
            let mut lines = vec![self.paint.strong("Excluded by what it says")];
            lines.extend(failure.excluded_in_words.iter().flat_map(|w| self.hanging("  - ", w)));
            sections.push(lines);
        }
        if !failure.does_not_fix.is_empty() {
            let mut lines = vec![self.paint.strong("Does not fix it")];
            for remedy in &failure.does_not_fix {
                lines.extend(self.hanging("  - ", &format!("{}: {}", remedy.what, remedy.why)));
            }
            sections.push(lines);
        }
        let page = failure.causes.first().map(|cause| cause.id);
        let see = [page, failure.see.map(|(_, id)| id)].into_iter().flatten();
        let see: Vec<String> = see.map(|id| format!("  preflight explain {id}")).collect();
        if !see.is_empty() {
            sections.push([self.paint.strong("More")].into_iter().chain(see).collect());
        }
        sections
    }

    fn causes(&self, heading: &str, causes: &[Suspect]) -> Vec<String> {
        if causes.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![self.paint.strong(heading)];
        for cause in causes.iter().take(OTHERS) {
            let head = format!("  {:<9} ", cause.certainty.as_str());
            lines.extend(self.hanging(&head, &format!("{} [{}]", cause.title, cause.id)));
        }
        if causes.len() > OTHERS {
            lines.push(format!("  and {} more", causes.len() - OTHERS));
        }
        lines
    }

    fn page(&self, page: &ReferencePage, quiet: bool) -> Vec<Vec<String>> {
        let head = format!("{}: ", page.id);
        let mut title = self.hanging(&head, page.title);
        if let Some(first) = title.first_mut() {
            *first = first.replacen(page.id, &self.paint.strong(page.id), 1);
        }
        let mut sections = vec![title];
        for (heading, body) in page.sections.iter().filter(|_| !quiet) {
            let mut lines = vec![self.paint.strong(heading)];
            lines.extend(prose::terminal(body, 2, self.width));
            sections.push(lines);
        }
        if page.kind != PageKind::Cause && !quiet {
            sections.push(self.causes("Causes", &page.causes));
        }
        let check = "preflight check URL --origin PAGE";
        sections.push(self.hanging("What a server really does: ", check));
        sections
    }

    fn certainty(&self, certainty: Certainty) -> String {
        match certainty {
            Certainty::Certain => self.paint.error(certainty.as_str()),
            Certainty::Likely | Certainty::Possible => self.paint.warning(certainty.as_str()),
        }
    }

    fn paragraph(&self, text: &str, indent: usize) -> Vec<String> {
        let indent = " ".repeat(indent);
        wrap(text, &indent, &indent, self.width)
    }

    fn hanging(&self, head: &str, text: &str) -> Vec<String> {
        wrap(text, head, &" ".repeat(columns(head)), self.width)
    }
}

/// Who says it.
pub(super) fn speaker(failure: &Failure) -> String {
    match (failure.code, failure.browser) {
        (Some((engine, _)), Some(browser)) if engine == browser.id() => browser.name().to_owned(),
        (Some((engine, _)), _) => engine.to_owned(),
        (None, _) => "this".to_owned(),
    }
}
