//! An explanation for people: the verdict, each request with its rules and the answer's headers, the
//! consoles.

use super::Explained;
use crate::console::printable;
use preflight_diagnose::policy_rules::Rule;
use preflight_diagnose::policy_server::Answered;
use preflight_fetch::http::header_list::text as latin1;
use preflight_fetch::{Browser, RequestKind};
use preflight_report::Secrets;
use preflight_report::render::Options;
use textwrap::{WordSeparator, WordSplitter, WrapAlgorithm};

/// The column at which a rule's reason stands.
const REASON: usize = 20;

/// Everything. Every line ends with a line break.
pub(super) fn text(explained: &Explained, options: &Options) -> String {
    let sheet =
        Sheet { explained, options, secrets: Secrets::of(&explained.trial.report, options) };
    let mut sections = vec![sheet.asked(), sheet.verdict()];
    sections.extend(explained.trial.answered.iter().map(|answered| sheet.exchange(answered)));
    sections.push(sheet.consoles());
    let sections: Vec<String> =
        sections.iter().filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n")).collect();
    sections.join("\n\n") + "\n"
}

struct Sheet<'a> {
    explained: &'a Explained,
    options: &'a Options,
    secrets: Secrets,
}

/// What a word means, which its colour repeats.
#[derive(Clone, Copy)]
enum Tone {
    Good,
    Bad,
    Strong,
}

impl Sheet<'_> {
    /// What was asked.
    fn asked(&self) -> Vec<String> {
        let request = &self.explained.trial.report.request;
        let line = format!(
            "{} {} from {}",
            request.method(),
            self.secrets.url(request.url()),
            request.origin().serialized()
        );
        let mut lines = self.wrapped(&line, "", "    ");
        for note in &self.explained.notes {
            lines.extend(self.wrapped(note, "note: ", "    "));
        }
        lines.extend(self.wrapped(
            &format!(
                "by {}, credentials {}",
                self.explained.source.shown(),
                request.credentials_mode()
            ),
            "  ",
            "  ",
        ));
        lines
    }

    /// How it ends in each browser.
    fn verdict(&self) -> Vec<String> {
        let report = &self.explained.trial.report;
        if report.same_origin {
            return self.wrapped(
                "the URL is of the page's own origin: CORS does not apply",
                "",
                "",
            );
        }
        if !self.explained.trial.is_decided() {
            let text = "no policy speaks for this path: it is passed on untouched, and the headers of \
                        the application decide";
            return self.wrapped(text, "undecided  ", "           ");
        }
        let mut lines = Vec::new();
        for blocked in [true, false] {
            let runs = report.browsers.iter().filter(|run| run.verdict.is_blocked() == blocked);
            let names: Vec<&str> = runs.map(|run| run.browser.name()).collect();
            let (word, tone) =
                if blocked { ("blocked", Tone::Bad) } else { ("allowed", Tone::Good) };
            if !names.is_empty() {
                let text = self.wrapped(&names.join(", "), &format!("{word}  "), "         ");
                lines.extend(self.first_word(text, word, tone));
            }
        }
        lines
    }

    /// One request: its rules, and what it gets.
    fn exchange(&self, answered: &Answered) -> Vec<String> {
        let request = &answered.request;
        let kind = match request.kind {
            RequestKind::Preflight => "Preflight",
            _ => "Request",
        };
        let title = format!("{kind}: {} {}", request.method, self.secrets.url(&request.url));
        let mut lines: Vec<String> = self
            .wrapped(&title, "", "    ")
            .iter()
            .map(|line| self.paint(Tone::Strong, line))
            .collect();
        for rule in self.explained.trial.rules(answered) {
            lines.extend(self.rule(&rule));
        }
        let policy = answered.explanation.policy.is_some();
        let what = match (answered.at_once, policy) {
            (true, _) => format!("answered before the application: {}", answered.response.status),
            (false, true) => "passed on; whatever comes back gets these headers".to_owned(),
            (false, false) => "passed on, and untouched".to_owned(),
        };
        lines.extend(self.wrapped(&what, "  = ", "    "));
        for header in answered.response.header_list.iter() {
            let line = format!("{}: {}", header.name, latin1(&header.value));
            lines.extend(self.wrapped(&line, "    ", "        "));
        }
        lines
    }

    fn rule(&self, rule: &Rule) -> Vec<String> {
        let (word, tone) = match rule.allowed {
            Some(true) => ("yes", Tone::Good),
            Some(false) => ("no", Tone::Bad),
            None => ("-", Tone::Strong),
        };
        let head = format!("  {:<9}{word:<5}", rule.name);
        let place = rule.place.and_then(|place| self.explained.source.place(place));
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        let rest = " ".repeat(head.len().min(REASON));
        let lines = self.wrapped(&format!("{}{place}", rule.text), &head, &rest);
        self.first_word(lines, word, tone)
    }

    /// What the consoles say; engines that say the same once.
    fn consoles(&self) -> Vec<String> {
        let mut groups: Vec<(Vec<&str>, &[String])> = Vec::new();
        let runs = self.explained.trial.report.browsers.iter();
        if !self.explained.trial.is_decided() {
            return Vec::new();
        }
        for run in runs.filter(|r| r.browser != Browser::Standard && r.verdict.is_blocked()) {
            match groups.iter_mut().find(|(_, lines)| *lines == run.console) {
                Some((names, _)) => names.push(run.browser.name()),
                None => groups.push((vec![run.browser.name()], &run.console)),
            }
        }
        let mut lines = Vec::new();
        for (names, console) in groups {
            lines.push(format!("  {}:", names.join(", ")));
            let said = console.iter().map(|line| self.secrets.text(line));
            lines.extend(said.flat_map(|line| self.wrapped(&line, "    ", "      ")));
        }
        if !lines.is_empty() {
            lines.insert(0, self.paint(Tone::Strong, "What the consoles say"));
        }
        lines
    }

    /// `text` in lines of the terminal's width, words whole where they can be.
    fn wrapped(&self, text: &str, first: &str, rest: &str) -> Vec<String> {
        let options = textwrap::Options::new(self.options.width.max(50))
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        textwrap::wrap(&printable(text), options).into_iter().map(Into::into).collect()
    }

    /// Paints the first place of `word` in the first line.
    fn first_word(&self, mut lines: Vec<String>, word: &str, tone: Tone) -> Vec<String> {
        if let Some(first) = lines.first_mut() {
            let padded = format!(" {word} ");
            *first = match first.strip_prefix(word) {
                Some(rest) => format!("{}{rest}", self.paint(tone, word)),
                None => first.replacen(&padded, &format!(" {} ", self.paint(tone, word)), 1),
            };
        }
        lines
    }

    fn paint(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Good => "1;32",
            Tone::Bad => "1;31",
            Tone::Strong => "1",
        };
        if self.options.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
