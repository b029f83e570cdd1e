//! The messages that are known: `messages.tsv`, and one matcher over all of them.
//!
//! A template is literal text with holes, `at '{url}' from origin '{origin}'`; `^…$` asks for a whole
//! line. Its longest literal is searched for, those of all templates at once; around each place found
//! the other literals must follow within a bounded stretch, so that the time is linear in the text.

use super::normalize::Normal;
use super::sayings::{self, Saying};
use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;
use std::sync::LazyLock;

/// Whose text it is where no engine, library or server is known to write it.
pub(super) const TEXT: &str = "text";

/// How far from one literal the next may stand, in bytes: longer than any URL that is pasted whole.
const STRETCH: usize = 4096;
/// The most messages that are read from one text: a console that repeats itself says nothing new.
const MOST: usize = 4000;

static KNOWN: LazyLock<Known> = LazyLock::new(Known::read);

/// One line of `messages.tsv`.
#[derive(Debug)]
pub(super) struct Template {
    /// Whose text it is: an engine, a library, a server.
    /// [`TEXT`] where only some words of it are known.
    pub(super) engine: &'static str,
    /// The engine's own name of it, such as `12 kPreflightMissingAllowOriginHeader`.
    pub(super) code: &'static str,
    /// What it says.
    pub(super) saying: &'static Saying,
    /// The literals, in lower case; the holes stand between them.
    literals: Vec<String>,
    holes: Vec<Hole>,
    /// The place of the longest literal.
    anchor: usize,
    whole_line: bool,
}

/// What a template leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Hole {
    Url,
    InitialUrl,
    Location,
    Origin,
    Method,
    Header,
    Status,
    Value,
    Kind,
    Token,
    /// A word that nothing depends on.
    Word,
    /// Text that nothing depends on.
    Text,
}

impl Hole {
    fn of(name: &str) -> Self {
        match name {
            "url" => Self::Url,
            "initial_url" => Self::InitialUrl,
            "location" => Self::Location,
            "origin" => Self::Origin,
            "method" => Self::Method,
            "header" => Self::Header,
            "status" => Self::Status,
            "value" => Self::Value,
            "kind" => Self::Kind,
            "token" => Self::Token,
            "host" | "port" | "space" | "wanted_space" | "ms" | "code" | "error" | "hresult"
            | "page" | "path" | "target_origin" => Self::Word,
            _ => Self::Text,
        }
    }

    /// Whether the hole is filled by one word.
    const fn is_word(self) -> bool {
        !matches!(self, Self::Value | Self::Kind | Self::Token | Self::Text)
    }

    /// Whether `word` can stand there.
    fn accepts(self, word: &str) -> bool {
        match self {
            Self::Url | Self::InitialUrl | Self::Location => {
                word.is_empty() || word.contains([':', '/', '.'])
            }
            Self::Origin => word == "null" || word.contains([':', '.', '/']),
            Self::Method => is_token(word) && word.bytes().any(|b| b.is_ascii_alphabetic()),
            Self::Header => is_token(word),
            Self::Status => word == "(null)" || word.parse::<u16>().is_ok(),
            _ => true,
        }
    }
}

/// Whether `word` may be a method's or a header's name.
pub(super) fn is_token(word: &str) -> bool {
    let is_token_byte = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !word.is_empty() && word.len() <= 256 && word.bytes().all(is_token_byte)
}

/// A message found in a text.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) template: &'static Template,
    /// Where it stands, in bytes.
    pub(super) span: Range<usize>,
    holes: Vec<(Hole, String)>,
}

impl Said {
    /// What fills the first hole of this kind.
    pub(super) fn get(&self, hole: Hole) -> Option<&str> {
        self.holes.iter().find(|(h, _)| *h == hole).map(|(_, text)| text.as_str())
    }
}

/// Every message in the text, in order; one inside a longer one is left away.
pub(super) fn find(normal: &Normal) -> Vec<Said> {
    let known = &*KNOWN;
    let mut found: Vec<Said> = Vec::new();
    for hit in known.anchors.find_overlapping_iter(&normal.flat) {
        let template = &known.templates[hit.pattern().as_usize()];
        found.extend(template.at(normal, hit.range()));
        if found.len() >= MOST {
            break;
        }
    }
    without_contained(found)
}

/// A message of this engine and code that was recognised by other means than its words.
pub(super) fn said(
    engine: &str,
    code: &str,
    span: Range<usize>,
    holes: Vec<(Hole, String)>,
) -> Option<Said> {
    let template = KNOWN.templates.iter().find(|t| t.engine == engine && t.code == code)?;
    Some(Said { template, span, holes })
}

fn without_contained(mut found: Vec<Said>) -> Vec<Said> {
    // The longest first at each place; of two equal ones that with more literal text, then the one
    // that says more than where it stands.
    found.sort_by_key(|said| {
        let literal = said.template.literal_length();
        let length = said.span.len();
        (
            said.span.start,
            usize::MAX - length,
            usize::MAX - literal,
            said.template.saying.weight == 0,
        )
    });
    let mut kept: Vec<Said> = Vec::new();
    for said in found {
        if kept.last().is_none_or(|last| said.span.end > last.span.end) {
            kept.push(said);
        }
    }
    kept
}

struct Known {
    templates: Vec<Template>,
    anchors: AhoCorasick,
}

impl Known {
    fn read() -> Self {
        let lines = include_str!("messages.tsv").lines().skip(1).filter(|line| !line.is_empty());
        let templates: Vec<Template> = lines.map(Template::read).collect();
        let anchors = templates.iter().map(|t| t.literals[t.anchor].as_str());
        let anchors = AhoCorasick::builder().match_kind(MatchKind::Standard).build(anchors);
        Self { templates, anchors: anchors.expect("bug in preflight, please report: the messages") }
    }
}

impl Template {
    fn read(line: &'static str) -> Self {
        let mut columns = line.split('\t');
        let mut column = || columns.next().unwrap_or_default();
        let (engine, code, says, text) = (column(), column(), column(), column());
        let whole_line = text.starts_with('^');
        let text = text.trim_start_matches('^').trim_end_matches('$').replace("\\n", "\n");
        let form = Normal::new(&text);
        let (mut literals, mut holes) = (Vec::new(), Vec::new());
        // A hole at the end of a prefix ends at `: ` or `. `, not at the colon of `https:`.
        let blank = if text.ends_with("}: ") || text.ends_with("}. ") { " " } else { "" };
        let form = form.flat.trim_end().to_owned() + blank;
        let mut rest = form.trim_end_matches('.');
        while let Some((before, name, behind)) = next_hole(rest) {
            literals.push(before.to_owned());
            holes.push(Hole::of(name));
            rest = behind;
        }
        literals.push(rest.to_owned());
        let anchor = (0..literals.len()).max_by_key(|&i| literals[i].len()).unwrap_or_default();
        let saying = sayings::get(says);
        Self { engine, code, saying, literals, holes, anchor, whole_line }
    }

    /// The bytes of all literals, but for what only parts a prefix from what follows.
    fn literal_length(&self) -> usize {
        let end = self.literals.last().map_or("", |last| last.trim_end_matches(['.', ' ']));
        let all = self.literals.iter().rev().skip(1).map(String::len);
        all.sum::<usize>() + end.len()
    }

    /// The message whose longest literal stands at `anchor`.
    fn at(&'static self, normal: &Normal, anchor: Range<usize>) -> Option<Said> {
        let mut holes = Vec::with_capacity(self.holes.len());
        let mut start = anchor.start;
        for index in (0..self.anchor).rev() {
            let hole = self.before(normal, index, start)?;
            start = hole.start - self.literals[index].len();
            holes.push((self.holes[index], hole));
        }
        holes.reverse();
        let mut end = anchor.end;
        for index in self.anchor..self.holes.len() {
            let hole = self.behind(normal, index, end)?;
            end = hole.end + self.literals[index + 1].len();
            holes.push((self.holes[index], hole));
        }
        if self.whole_line && !stands_alone(&normal.text, &(start..end)) {
            return None;
        }
        let holes = holes.into_iter().map(|(hole, range)| {
            let filled = clean(hole, &normal.text[range]);
            hole.accepts(&filled).then_some((hole, filled))
        });
        let end = start + normal.flat[start..end].trim_end_matches(['.', ' ']).len();
        Some(Said { template: self, span: start..end, holes: holes.collect::<Option<_>>()? })
    }

    /// The hole before `end`, behind the literal of this index.
    fn before(&self, normal: &Normal, index: usize, end: usize) -> Option<Range<usize>> {
        let text = &normal.flat[floor(&normal.flat, end.saturating_sub(STRETCH))..end];
        let literal = self.literals[index].as_str();
        let length = if literal.is_empty() {
            text.len() - text.rfind(' ').map_or(0, |at| at + 1)
        } else {
            text.len() - (text.rfind(literal)? + literal.len())
        };
        self.fits(normal, index, end - length..end)
    }

    /// The hole behind `start`, before the next literal.
    fn behind(&self, normal: &Normal, index: usize, start: usize) -> Option<Range<usize>> {
        let end = floor(&normal.flat, (start + STRETCH).min(normal.flat.len()));
        let text = &normal.flat[start..end];
        let literal = self.literals[index + 1].as_str();
        let length = if !literal.is_empty() {
            text.find(literal)?
        } else if self.holes[index].is_word() {
            text.find(' ').unwrap_or(text.len())
        } else {
            normal.text[start..end].find('\n').unwrap_or(text.len())
        };
        self.fits(normal, index, start..start + length)
    }

    /// `range`, if it can be what fills the hole. A quoted word may go on in the next line.
    fn fits(&self, normal: &Normal, index: usize, range: Range<usize>) -> Option<Range<usize>> {
        let quoted =
            self.literals[index].ends_with('\'') && self.literals[index + 1].starts_with('\'');
        let text = &normal.text[range.clone()];
        let fits = match (self.holes[index].is_word(), quoted) {
            (true, true) => !text.contains(' '),
            (true, false) => !text.contains([' ', '\n']) && !text.is_empty(),
            (false, _) => true,
        };
        fits.then_some(range)
    }
}

/// The first `{name}`: what stands before it, the name, what stands behind it.
fn next_hole(text: &str) -> Option<(&str, &str, &str)> {
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let holes = text.match_indices('{').filter_map(|(at, _)| {
        let (name, behind) = text[at + 1..].split_once('}')?;
        is_name(name).then_some((&text[..at], name, behind))
    });
    holes.into_iter().next()
}

/// What fills a hole, without line breaks and without the full stop behind a URL or a number.
fn clean(hole: Hole, text: &str) -> String {
    let text = text.replace('\n', if hole.is_word() { "" } else { " " });
    let is_end = |c: char| ".,;)".contains(c);
    match hole {
        Hole::Status if text.starts_with("(null)") => "(null)".to_owned(),
        Hole::Status => text.chars().take_while(char::is_ascii_digit).collect(),
        Hole::Url | Hole::Location => text.trim_end_matches(is_end).to_owned(),
        Hole::Method | Hole::Header => text.trim_matches('\'').to_owned(),
        _ => text.trim().to_owned(),
    }
}

/// Whether `span` is a line of its own, as far as blanks and columns go.
fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].rsplit('\n').next().unwrap_or_default();
    let behind = text[span.end..].split('\n').next().unwrap_or_default();
    before.trim().is_empty() && behind.trim_matches([' ', '.']).is_empty()
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Every template, for the tests.
#[cfg(test)]
pub(super) fn templates() -> &'static [Template] {
    &KNOWN.templates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(&'static str, Vec<(Hole, String)>)> {
        let found = find(&Normal::new(text));
        found.into_iter().map(|s| (s.template.code, s.holes)).collect()
    }

    #[test]
    fn every_anchor_is_long_enough_to_mean_something() {
        for template in templates() {
            let anchor = &template.literals[template.anchor];
            assert!(template.whole_line || anchor.len() >= 10, "{}: `{anchor}`", template.code);
        }
    }

    #[test]
    fn the_longest_message_at_a_place_counts() {
        let found = said(
            "Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "12 kPreflightMissingAllowOriginHeader");
    }

    #[test]
    fn holes_are_filled_across_lines() {
        let found = said(
            "Access to fetch at 'https://api.example/a\n/b' from origin 'https://shop.example' has been\nblocked by CORS policy:\nMethod PUT is not allowed by Access-Control-Allow-Methods in preflight response.",
        );
        assert_eq!(found[0].0, "PREFIX");
        assert_eq!(found[0].1[1], (Hole::Url, "https://api.example/a/b".to_owned()));
        assert_eq!(found[1].1, [(Hole::Method, "PUT".to_owned())]);
    }

    #[test]
    fn labels_must_stand_alone() {
        assert_eq!(said("the CSP of this page").len(), 0);
        assert_eq!(said("x\nCORS Missing Allow Origin\n")[0].0, "1005");
    }
}
