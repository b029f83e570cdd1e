//! The shape of a file: what is left where every value is the same.

use preflight_targets::generate::File;
use roxmltree::Document;
use saphyr::{LoadableYamlNode, Yaml};
use serde_json::Value;

/// The shape of a file, by the ending of its name. Data are read by a parser of their language; all
/// else is cut into words, strings and marks.
pub(crate) fn shape(file: &File) -> String {
    let (text, ending) = (&file.content, file.name.rsplit('.').next().unwrap_or_default());
    let code = |comments, quotes| Lexicon { comments, quotes, ..CODE };
    match ending {
        "json" => json(&serde_json::from_str(text).expect("JSON")),
        "yaml" | "yml" => {
            let documents = Yaml::load_from_str(text).expect("YAML");
            documents.iter().map(yaml).collect()
        }
        "xml" | "config" => xml(Document::parse(text).expect("XML").root()),
        "cjs" | "mjs" | "js" | "ts" => code(&["//"], "\"'`").shape(text),
        "java" | "cs" => code(&["//"], "\"'").shape(text),
        "go" => code(&["//"], "\"`").shape(text),
        "rs" => code(&["//"], "\"").shape(text),
        "py" | "rb" => code(&["#"], "\"'").shape(text),
        "php" => code(&["//", "#"], "\"'").shape(text),
        "vcl" => Lexicon { escape: None, ..code(&["#"], "\"") }.shape(text),
        "toml" => Lexicon { by_line: true, ..code(&["#"], "\"'") }.shape(text),
        _ => Lexicon { by_line: true, ..code(&["#"], "\"'`") }.shape(text),
    }
}

fn json(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(json).collect::<String>()),
        Value::Object(fields) => {
            // Names may be values too: paths, mostly.
            format!("{{{}}}", fields.values().map(json).collect::<String>())
        }
        Value::String(_) => "s".to_owned(),
        other => other.to_string(),
    }
}

fn yaml(node: &Yaml<'_>) -> String {
    if let Some(items) = node.as_sequence() {
        return format!("[{}]", items.iter().map(yaml).collect::<String>());
    }
    let Some(fields) = node.as_mapping() else {
        return if node.is_string() { "s".to_owned() } else { format!("{node:?}") };
    };
    let field = |(key, value): (&Yaml<'_>, &Yaml<'_>)| yaml(key) + &yaml(value);
    format!("{{{}}}", fields.iter().map(field).collect::<String>())
}

fn xml(node: roxmltree::Node<'_, '_>) -> String {
    let attributes: String = node.attributes().map(|a| format!(" {}", a.name())).collect();
    let children: String = node.children().filter(|n| !n.is_comment()).map(xml).collect();
    format!("<{}{attributes}>{children}", node.tag_name().name())
}

/// How a language's text is cut.
struct Lexicon {
    /// What a comment begins with, up to the end of the line.
    comments: &'static [&'static str],
    quotes: &'static str,
    escape: Option<char>,
    /// Whether the end of a line ends something.
    by_line: bool,
}

const CODE: Lexicon = Lexicon { comments: &[], quotes: "", escape: Some('\\'), by_line: false };

impl Lexicon {
    /// Strings are `s`, words `w`, comments nothing.
    fn shape(&self, text: &str) -> String {
        let mut shape = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let at_start = shape.is_empty() || shape.ends_with(['\n', ' ']);
            let comment = at_start && self.comments.iter().any(|mark| rest.starts_with(mark));
            let length = if comment {
                rest.find('\n').unwrap_or(rest.len())
            } else if self.quotes.contains(c) {
                shape.push('s');
                self.string(rest, c)
            } else if c.is_whitespace() {
                let mark = if c == '\n' && self.by_line { '\n' } else { ' ' };
                if !shape.ends_with(mark) {
                    shape.push(mark);
                }
                c.len_utf8()
            } else if is_of_a_word(c) {
                shape.push('w');
                rest.find(|c: char| !is_of_a_word(c)).unwrap_or(rest.len())
            } else {
                shape.push(c);
                c.len_utf8()
            };
            rest = &rest[length..];
        }
        if self.by_line { shape } else { without_layout(&shape) }
    }

    /// The length of the string that `rest` begins with.
    fn string(&self, rest: &str, quote: char) -> usize {
        let mut escaped = false;
        for (at, c) in rest.char_indices().skip(1) {
            if escaped {
                escaped = false;
            } else if Some(c) == self.escape {
                escaped = true;
            } else if c == quote {
                return at + 1;
            }
        }
        panic!("a string without an end: {rest}");
    }
}

/// A formatter breaks lines by their lengths, and then writes a comma after the last element.
fn without_layout(shape: &str) -> String {
    let dense = shape.replace(' ', "");
    dense.replace(",)", ")").replace(",]", "]").replace(",}", "}")
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || "_-.$%:/@".contains(c)
}
