//! Reads the definitions out of the standard's source, a Bikeshed document written by hand in a
//! regular way: what stands at the start of a line is a block, an algorithm is a `<div>` or a
//! paragraph with the list after it, and end tags of lists and `<div>`s are always written.

use super::index::Algorithm;
use regex_lite::Regex;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write as _};

/// The chapters that the index covers, with all their sections: what a page can see of a fetch.
const CHAPTERS: &[&str] = &[
    "http",
    "port-blocking",
    "should-response-to-request-be-blocked-due-to-mime-type?",
    "cookies",
    "origin-header",
    "http-cors-protocol",
    "content-type-header",
    "x-content-type-options-header",
    "cross-origin-resource-policy-header",
    "fetching",
    "headers-class",
    "bodyinit-unions",
    "request-class",
    "fetch-method",
    "data-urls",
];

/// The definitions of the covered chapters and the anchors of their headings, in their order.
pub(super) fn read(source: &str) -> (Vec<Algorithm>, Vec<String>) {
    let patterns = Patterns::new();
    let source = patterns.comment.replace_all(source, "");
    let mut algorithms = vec![];
    let mut sections = vec![];
    let mut open: Vec<(u8, String)> = vec![]; // the headings that we are beneath
    for block in blocks(&source) {
        if let Some(heading) = patterns.heading.captures(&block) {
            let level = heading[1].parse().expect("one digit");
            let Some(id) = patterns.id(&heading[2]) else { continue };
            open.retain(|(above, _)| *above < level);
            open.push((level, id.clone()));
            if covered(&open) {
                sections.push(id);
            }
        }
        if covered(&open) {
            algorithms.extend(patterns.algorithm(&block));
        }
    }
    (algorithms, sections)
}

fn covered(open: &[(u8, String)]) -> bool {
    open.iter().any(|(_, id)| CHAPTERS.contains(&id.as_str()))
}

/// The text in blocks: each begins where a line begins with a tag; a `<div>` goes on to its end, and
/// a list or table belongs to the paragraph before it.
fn blocks(source: &str) -> Vec<String> {
    const CONTINUE: &[&str] = &["ol", "ul", "dl", "table", "pre"];
    let tag = Regex::new(r"^<(p|div|ol|ul|dl|table|pre|hr|h[2-6])\b").expect("our own pattern");
    let mut blocks: Vec<String> = vec![];
    let (mut divs, mut in_pre) = (0, false);
    for line in source.lines() {
        if let Some(found) = tag.captures(line).filter(|_| divs == 0 && !in_pre) {
            let name = &found[1];
            let after_paragraph = blocks.last().is_some_and(|block| block.starts_with("<p"));
            if !(CONTINUE.contains(&name) && after_paragraph) {
                blocks.push(String::new());
            }
        }
        divs = (divs + line.matches("<div").count()).saturating_sub(line.matches("</div>").count());
        if line.contains("<pre") || line.contains("</pre>") {
            in_pre = line.rfind("<pre") > line.rfind("</pre>");
        }
        if let Some(block) = blocks.last_mut() {
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks
}

struct Patterns {
    comment: Regex,
    heading: Regex,
    /// An element that defines something: its attributes and its content.
    definition: Regex,
    paragraph: Regex,
    attribute: Regex,
    list_tag: Regex,
    tag: Regex,
}

impl Patterns {
    fn new() -> Self {
        let regex = |pattern| Regex::new(pattern).expect("our own pattern");
        Self {
            comment: regex(r"(?s)<!--.*?-->"),
            heading: regex(r"(?s)(?:^|\n)<h([2-6])([^>]*)>"),
            definition: regex(
                r"(?s)<dfn\b([^>]*)>(.*?)</dfn>|\n<h[2-6]( dfn[^>]*| [^>]* dfn[^>]*)>(.*?)</h",
            ),
            paragraph: regex(r"<p\b([^>]*)>"),
            attribute: regex(r#"(?s)([\w-]+)(?:=(?:"([^"]*)"|([^\s>]+)))?"#),
            list_tag: regex(r"<(/?)(ol|ul|dl|li)\b"),
            tag: regex(r#"(?s)</?[a-zA-Z](?:"[^"]*"|[^">])*>"#),
        }
    }

    /// The definition in a block, when there is one.
    fn algorithm(&self, block: &str) -> Option<Algorithm> {
        let mut definitions = self.definition.captures_iter(block).map(|found| {
            let part = |index: usize| found.get(index).map(|part| part.as_str());
            let attributes = part(1).or(part(3)).unwrap_or_default();
            let name = self.plain(part(2).or(part(4)).unwrap_or_default());
            (self.definition_id(attributes, &name), name)
        });
        let (id, name) = definitions.next()?;
        let mut also: Vec<String> = definitions.map(|(id, _)| id).collect();
        also.extend(self.paragraph.captures_iter(block).filter_map(|found| self.id(&found[1])));
        also.retain(|other| *other != id && !other.starts_with("example-"));
        let (steps, inner) = self.steps(block);
        let digest = Sha256::digest(self.plain(block));
        let sha256 = digest.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Some(Algorithm { id, also, name, steps, inner, sha256 })
    }

    /// The text without tags, white space collapsed.
    fn plain(&self, html: &str) -> String {
        let text = self.tag.replace_all(html, "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn attribute(&self, attributes: &str, name: &str) -> Option<String> {
        let found = self.attribute.captures_iter(attributes).find(|found| &found[1] == name)?;
        Some(found.get(2).or(found.get(3)).map_or(String::new(), |value| value.as_str().into()))
    }

    fn id(&self, attributes: &str) -> Option<String> {
        self.attribute(attributes, "id")
    }

    /// The anchor of a definition: what is written, or what Bikeshed makes of its name.
    fn definition_id(&self, attributes: &str, name: &str) -> String {
        if let Some(id) = self.id(attributes) {
            return id;
        }
        let linked = self.attribute(attributes, "lt").filter(|text| !text.is_empty());
        let text = linked.as_deref().and_then(|texts| texts.split('|').next()).unwrap_or(name);
        let owner = self.attribute(attributes, "for").filter(|owner| owner != "/");
        let has = |kind| self.attribute(attributes, kind).is_some();
        let arguments = text.find('(').filter(|_| has("method") || has("constructor"));
        let text = &text[..arguments.unwrap_or(text.len())];
        let of_an_interface =
            ["method", "constructor", "attribute", "enum-value"].into_iter().any(has);
        let prefix = if of_an_interface { "dom-" } else { "" };
        let owner = owner.map_or(String::new(), |owner| format!("{owner}-"));
        format!("{prefix}{}", simplified(&format!("{owner}{text}")))
    }

    /// The steps at the top of the block's first ordered list, and the steps nested beneath each.
    fn steps(&self, block: &str) -> (usize, BTreeMap<String, usize>) {
        let mut lists: Vec<bool> = vec![]; // open lists; true: ordered
        let mut path: Vec<usize> = vec![]; // the step we are at, a number for each ordered list
        let mut counts = BTreeMap::new();
        for found in self.list_tag.captures_iter(block) {
            match (&found[1], &found[2]) {
                ("", "li") if lists.last() == Some(&true) => {
                    *path.last_mut().expect("an ordered list has its number") += 1;
                    let (number, above) = path.split_last().expect("as above");
                    let above: Vec<_> = above.iter().map(usize::to_string).collect();
                    let count = counts.entry(above.join(".")).or_default();
                    *count = (*number).max(*count);
                }
                ("", "li") | ("/", "li") => {}
                ("", kind) => {
                    lists.push(kind == "ol");
                    if kind == "ol" {
                        path.push(0);
                    }
                }
                (_, _) => {
                    if lists.pop() == Some(true) {
                        path.pop();
                    }
                    if lists.is_empty() && !counts.is_empty() {
                        break;
                    }
                }
            }
        }
        (counts.remove("").unwrap_or(0), counts)
    }
}

/// Bikeshed's way from a name to an anchor.
fn simplified(name: &str) -> String {
    let mut id = String::new();
    for c in name.trim().to_lowercase().replace("()", "").chars() {
        match c {
            'a'..='z' | '0'..='9' | '_' | '-' => id.push(c),
            ' ' | '\n' | '/' | '(' | ',' if !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests;
