//! Markdown as a tree of what the page may draw: no HTML goes through here, in or out.

use crate::pages;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
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
    /// An element of HTML, without attributes but this one.
    Element {
        /// Its name.
        tag: &'static str,
        /// Where a link leads: to a page of the workbench, or to one by https.
        #[serde(skip_serializing_if = "Option::is_none")]
        href: Option<String>,
        /// What stands in it.
        children: Vec<Self>,
    },
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
    open: Vec<Open>,
    /// Of everything that was started and not ended, whether it is an element.
    started: Vec<bool>,
    in_table_head: bool,
    /// The names that led to their pages already: the first mention does.
    linked: BTreeSet<String>,
}

#[derive(Debug)]
struct Open {
    tag: &'static str,
    href: Option<String>,
    children: Vec<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::TableHead) => {
                self.in_table_head = true;
                self.open("thead", None);
                self.open("tr", None);
            }
            Event::End(TagEnd::TableHead) => {
                self.in_table_head = false;
                self.close();
                self.close();
                self.open("tbody", None);
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
            Event::HardBreak => self.put(element("br", Vec::new())),
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
            Tag::CodeBlock(_) => "pre",
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
                let to = destination(dest_url);
                return if to.is_some() { self.open("a", to) } else { self.started.push(false) };
            }
            _ => return self.started.push(false),
        };
        self.open(name, None);
    }

    fn open(&mut self, tag: &'static str, href: Option<String>) {
        let may = self.open.len() < DEEPEST;
        self.started.push(may);
        self.open.extend(may.then(|| Open { tag, href, children: Vec::new() }));
    }

    fn close(&mut self) {
        if self.started.pop() != Some(true) {
            return;
        }
        if let Some(Open { tag, href, children }) = self.open.pop() {
            let is_empty_table_body = tag == "tbody" && children.is_empty();
            if !is_empty_table_body {
                self.put(Node::Element { tag, href, children });
            }
        }
    }

    /// A cause's id or a header's name leads to its page.
    fn code(&mut self, text: &str) {
        let code = element("code", vec![Node::Text(text.to_owned())]);
        let in_link = self.open.iter().any(|open| open.tag == "a");
        let address = (!in_link).then(|| pages::address_of_name(text)).flatten();
        match address.filter(|_| self.linked.insert(text.to_ascii_lowercase())) {
            Some(href) => {
                self.put(Node::Element { tag: "a", href: Some(href), children: vec![code] });
            }
            None => self.put(code),
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

    fn put(&mut self, node: Node) {
        self.place().push(node);
    }

    fn place(&mut self) -> &mut Vec<Node> {
        self.open.last_mut().map_or(&mut self.roots, |open| &mut open.children)
    }
}

fn element(tag: &'static str, children: Vec<Node>) -> Node {
    Node::Element { tag, href: None, children }
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
