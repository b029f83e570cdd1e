//! Markdown as a tree of what the page may draw: no HTML goes through here, in or out.

use crate::pages;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;
use std::collections::BTreeSet;

/// How deep elements stand in one another; those that stand deeper become their text.
const DEEPEST: usize = 16;

/// A text, or an element with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Node {
    /// Text, to be shown as it is.
    Text(String),
    /// An element of HTML.
    Element(Element),
}

/// An element of HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Element {
    /// Its name.
    tag: &'static str,
    /// Where a link leads: to a page of the workbench, or to one by https.
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    /// Of `pre`, the language that is written in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// What stands in it.
    children: Vec<Node>,
}

/// The tree of a text.
pub(crate) fn tree(text: &str) -> Vec<Node> {
    tree_on("", text)
}

/// The tree of a text that stands on the page of `own`, to which it does not link.
pub(crate) fn tree_on(own: &str, text: &str) -> Vec<Node> {
    let mut builder = Builder { linked: BTreeSet::from([own.to_owned()]), ..Builder::default() };
    Parser::new_ext(text, Options::ENABLE_TABLES).for_each(|event| builder.take(event));
    while !builder.started.is_empty() {
        builder.close();
    }
    builder.roots
}

#[derive(Debug, Default)]
struct Builder {
    roots: Vec<Node>,
    /// The elements that stand in one another.
    open: Vec<Element>,
    /// Of everything that was started and not ended, whether it is an element.
    started: Vec<bool>,
    in_table_head: bool,
    /// The names that led to their pages already: the first mention does.
    linked: BTreeSet<String>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::TableHead) => {
                self.in_table_head = true;
                self.open(Element::new("thead"));
                self.open(Element::new("tr"));
            }
            Event::End(TagEnd::TableHead) => {
                self.in_table_head = false;
                self.close();
                self.close();
                self.open(Element::new("tbody"));
            }
            Event::End(TagEnd::Table) => {
                self.close();
                self.close();
            }
            Event::Start(tag) => self.start(&tag),
            Event::End(_) => self.close(),
            Event::Code(text) => self.code(&text),
            // What looks like a tag is an example.
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.put(Element::new("br")),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let name = match tag {
            Tag::Paragraph | Tag::HtmlBlock => "p",
            // A page has headings of the first and second level of its own.
            Tag::Heading { level, .. } if *level <= HeadingLevel::H3 => "h3",
            Tag::Heading { .. } => "h4",
            Tag::BlockQuote(_) => "blockquote",
            Tag::CodeBlock(kind) => {
                let language = language(kind);
                return self.open(Element { language, ..Element::new("pre") });
            }
            Tag::List(None) => "ul",
            Tag::List(Some(_)) => "ol",
            Tag::Item => "li",
            Tag::Table(_) => "table",
            Tag::TableRow => "tr",
            Tag::TableCell if self.in_table_head => "th",
            Tag::TableCell => "td",
            Tag::Emphasis => "em",
            Tag::Strong => "strong",
            Tag::Link { dest_url, .. } => {
                return match destination(dest_url) {
                    None => self.started.push(false),
                    href => self.open(Element { href, ..Element::new("a") }),
                };
            }
            _ => return self.started.push(false),
        };
        self.open(Element::new(name));
    }

    fn open(&mut self, element: Element) {
        let may = self.open.len() < DEEPEST;
        self.started.push(may);
        self.open.extend(may.then_some(element));
    }

    fn close(&mut self) {
        if self.started.pop() != Some(true) {
            return;
        }
        let is_empty_body = |e: &Element| e.tag == "tbody" && e.children.is_empty();
        if let Some(element) = self.open.pop().filter(|element| !is_empty_body(element)) {
            self.put(element);
        }
    }

    /// A cause's id or a header's name leads to its page.
    fn code(&mut self, text: &str) {
        let code = Element { children: vec![Node::Text(text.to_owned())], ..Element::new("code") };
        let in_link = self.open.iter().any(|element| element.tag == "a");
        let address = (!in_link).then(|| pages::address_of_name(text)).flatten();
        match address.filter(|_| self.linked.insert(text.to_ascii_lowercase())) {
            None => self.put(code),
            href => {
                let children = vec![Node::Element(code)];
                self.put(Element { href, children, ..Element::new("a") });
            }
        }
    }

    fn text(&mut self, text: &str) {
        let place = self.place();
        if let Some(Node::Text(before)) = place.last_mut() {
            before.push_str(text);
        } else {
            place.push(Node::Text(text.to_owned()));
        }
    }

    fn put(&mut self, element: Element) {
        self.place().push(Node::Element(element));
    }

    fn place(&mut self) -> &mut Vec<Node> {
        self.open.last_mut().map_or(&mut self.roots, |open| &mut open.children)
    }
}

impl Element {
    fn new(tag: &'static str) -> Self {
        Self { tag, ..Self::default() }
    }
}

/// The first word behind the fence, where it can be the name of a language.
fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let name = info.split_ascii_whitespace().next()?;
    let is_name = name.len() <= 16 && name.bytes().all(|b| b.is_ascii_alphanumeric());
    is_name.then(|| name.to_ascii_lowercase())
}

/// Where a link may lead; `None` leaves its text.
fn destination(written: &str) -> Option<String> {
    let is_https = written.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"));
    if is_https {
        return preflight_fetch::Url::parse(written).ok().map(String::from);
    }
    (!written.contains(':')).then(|| pages::address_of_file(written)).flatten()
}

#[cfg(test)]
mod tests;
