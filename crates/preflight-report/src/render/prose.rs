//! Our own Markdown (paragraphs, lists, fenced code) on a terminal.

use super::fitting::wrap;

/// A part of a Markdown text.
enum Part<'a> {
    Code(Vec<&'a str>),
    Item(String),
    Paragraph(String),
}

/// `text` wrapped to `width`, every line indented by `indent`. Code keeps its lines and is indented
/// by four more columns.
pub(crate) fn terminal(text: &str, indent: usize, width: usize) -> Vec<String> {
    let margin = " ".repeat(indent);
    let mut lines: Vec<String> = Vec::new();
    let mut last_was_item = false;
    for part in parts(text) {
        let is_item = matches!(part, Part::Item(_));
        let in_list = is_item && last_was_item;
        if !lines.is_empty() && !in_list {
            lines.push(String::new());
        }
        last_was_item = is_item;
        match part {
            Part::Paragraph(text) => lines.extend(wrap(&text, &margin, &margin, width)),
            Part::Item(text) => {
                let (first, rest) = (format!("{margin}- "), format!("{margin}  "));
                lines.extend(wrap(&text, &first, &rest, width));
            }
            Part::Code(code) => lines.extend(code.iter().map(|line| {
                format!("{margin}    {}", line.replace('\t', "    ")).trim_end().to_owned()
            })),
        }
    }
    lines
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut lines = text.lines();
    let mut open = false;
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```") {
            let code = lines.by_ref().take_while(|l| !l.trim_start().starts_with("```"));
            parts.push(Part::Code(code.collect()));
            open = false;
        } else if line.trim().is_empty() {
            open = false;
        } else if let Some(item) = line.trim_start().strip_prefix("- ") {
            parts.push(Part::Item(item.trim().to_owned()));
            open = true;
        } else if let (true, Some(Part::Item(text) | Part::Paragraph(text))) =
            (open, parts.last_mut())
        {
            text.push(' ');
            text.push_str(line.trim());
        } else {
            parts.push(Part::Paragraph(line.trim().to_owned()));
            open = true;
        }
    }
    parts
}

/// The first sentence of a text, without its full stop.
pub(crate) fn first_sentence(text: &str) -> Option<String> {
    let first = parts(text).into_iter().find_map(|part| match part {
        Part::Item(text) | Part::Paragraph(text) => Some(text),
        Part::Code(_) => None,
    })?;
    let end = first.find(". ").unwrap_or(first.len());
    Some(first[..end].trim_end_matches(['.', ':']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_text_and_keeps_code() {
        let text = "Put the `map` into `http { }`, and:\n\n- one\n  more\n- two\n\n```nginx\nmap $http_origin $cors_origin {\n\tdefault \"\";\n}\n```\n\nThen reload.";
        assert_eq!(
            terminal(text, 2, 30),
            [
                "  Put the `map` into `http {",
                "  }`, and:",
                "",
                "  - one more",
                "  - two",
                "",
                "      map $http_origin $cors_origin {",
                "          default \"\";",
                "      }",
                "",
                "  Then reload."
            ]
        );
    }

    #[test]
    fn first_sentences() {
        assert_eq!(first_sentence("Do `a.b` so. Then that.").unwrap(), "Do `a.b` so");
        assert_eq!(first_sentence("```\nx\n```\n\nWrite:\n").unwrap(), "Write");
        assert_eq!(first_sentence(""), None);
    }
}
