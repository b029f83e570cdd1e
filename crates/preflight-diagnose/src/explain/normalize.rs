//! Text as users paste it, brought to one form: entities and escapes decoded, one kind of quote, one
//! blank between words. What is recognised is then a question of words alone.

use preflight_report::secrets::Secrets;

/// A pasted text in one form, its secrets masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Normal {
    /// The text, with its line breaks.
    pub(super) text: String,
    /// The text in ASCII lower case, with a blank for each line break: byte for byte as long.
    pub(super) flat: String,
}

impl Normal {
    pub(super) fn new(pasted: &str) -> Self {
        // Forums escape what was escaped before.
        let decoded = decode_entities(&decode_entities(&without_escapes(pasted)));
        // Here, so that nothing that is read from the text can hold a secret.
        Self::of(Secrets::new(false).body(&one_form(&decoded)))
    }

    /// The same with the line breaks taken out: for texts that a terminal cut at its width, in the
    /// midst of words.
    pub(super) fn unwrapped(&self) -> Self {
        Self::of(self.text.replace('\n', "") + "\n")
    }

    fn of(text: String) -> Self {
        let flat = text.replace('\n', " ").to_ascii_lowercase();
        Self { text, flat }
    }
}

/// Without the colours of a terminal, and with what a string literal escapes.
fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\u{1b}', Some('[')) => {
                chars.next();
                while chars.next_if(|c| !('@'..='~').contains(c)).is_some() {}
                chars.next();
            }
            ('\\', Some('n')) => {
                chars.next();
                plain.push('\n');
            }
            ('\\', Some('"' | '\'')) => {}
            _ => plain.push(c),
        }
    }
    plain
}

/// The entities that stand in pasted HTML; any other `&` stays.
fn decode_entities(text: &str) -> String {
    /// The longest name between `&` and `;`.
    const LONGEST: usize = 8;
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(LONGEST + 1).position(|b| b == b';');
        match end.and_then(|end| Some((entity(&rest[..end])?, end))) {
            Some((c, end)) => {
                decoded.push(c);
                rest = &rest[end + 1..];
            }
            None => decoded.push('&'),
        }
    }
    decoded + rest
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" | "ldquo" | "rdquo" | "laquo" | "raquo" => '"',
        "apos" | "lsquo" | "rsquo" => '\'',
        "nbsp" => ' ',
        _ => return None,
    })
}

/// One kind of quote, of blank, of bracket; no invisible characters; no marks of quoted mail.
fn one_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    for line in text.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n").lines() {
        let start = form.len();
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || ">|│".contains(c));
        for c in line.chars() {
            match c {
                '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | '"' | '“' | '”' | '„' | '‟' | '″'
                | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '＇' | '＂' => {
                    form.push('\'')
                }
                '（' => form.push('('),
                '）' => form.push(')'),
                '：' => form.push(':'),
                c if c.is_whitespace() || c == '\u{3000}' => {
                    if form.len() > start && !form.ends_with(' ') {
                        form.push(' ');
                    }
                }
                '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'
                | '\u{feff}' => {}
                c if c.is_control() => {}
                c => form.push(c),
            }
        }
        form.truncate(start + form[start..].trim_end().len());
        form.push('\n');
    }
    // One line break ends it: a message may end in a blank, as a prefix does.
    form.truncate(form.trim_end().len());
    form.push('\n');
    form
}

#[cfg(test)]
mod tests {
    use super::Normal;

    fn text(pasted: &str) -> String {
        Normal::new(pasted).text.trim_end().to_owned()
    }

    #[test]
    fn quotes_blanks_and_brackets_become_one() {
        assert_eq!(text("CORS header ‘A’ “B” « C » `D`  \t E"), "CORS header 'A' 'B' ' C ' 'D' E");
        assert_eq!(text("远程资源。（原因：CORS）"), "远程资源。(原因:CORS)");
        assert_eq!(text("doesn’t\u{a0}pass\u{200b}"), "doesn't pass");
    }

    #[test]
    fn entities_escapes_and_colours_are_decoded() {
        assert_eq!(
            text("at &#39;https://a/?b=1&amp;c=2&#x27; &lt;x&gt;"),
            "at 'https://a/?b=1&c=2' <x>"
        );
        assert_eq!(
            text("&amp;quot;x&amp;quot; & &copy &nope; &#xffffffff;"),
            "'x' & &copy &nope; &#xffffffff;"
        );
        assert_eq!(text("\u{1b}[31merror\u{1b}[0m: \\\"x\\\"\\nnext"), "error: 'x'\nnext");
    }

    #[test]
    fn lines_lose_their_margins() {
        assert_eq!(text("> > one\r\n>   two  \n\n│ three\n"), "one\ntwo\n\nthree");
        let normal = Normal::new("Access-Control-\n  Allow-Origin");
        assert_eq!(normal.flat, "access-control- allow-origin ");
        assert_eq!(normal.unwrapped().flat, "access-control-allow-origin ");
    }

    #[test]
    fn both_forms_have_the_same_length() {
        for pasted in ["ÄÖ\nİstanbul ‘x’", "", "\n\n", "日本\n語"] {
            let normal = Normal::new(pasted);
            assert_eq!(normal.text.len(), normal.flat.len());
        }
    }
}
