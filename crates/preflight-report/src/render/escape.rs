//! What came over the network, made harmless for a terminal: control characters and such as cannot
//! be seen or turn the reading direction are written out.

use preflight_fetch::http::header_list::text;
use std::borrow::Cow;

/// How many bytes after an excerpt are looked at for secrets that begin in it; no header may be longer
/// than this with most servers.
pub(crate) const MASKED: usize = 64 << 10;

/// `text` with every control or invisible character written out: `\t`, `\x1b`, `\u{202e}`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            shown.push_str(&written_out(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// The lines of `text`, each [`visible`]; the line breaks themselves are kept as such.
pub(crate) fn visible_lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.lines().map(visible)
}

/// The beginning of a body as text, `limit` bytes at most: UTF-8 where it is, otherwise one char for
/// each byte.
pub(crate) fn text_start(body: &[u8], limit: usize) -> Cow<'_, str> {
    let start = &body[..body.len().min(limit)];
    match std::str::from_utf8(start) {
        Err(error) if error.error_len().is_none() => text(&start[..error.valid_up_to()]),
        _ => text(start),
    }
}

/// Whether `c` is a control, a format or another character that leaves nothing on the screen.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

fn written_out(c: char) -> String {
    match c {
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        c if u32::from(c) < 0x100 => format!("\\x{:02x}", u32::from(c)),
        c => format!("\\u{{{:x}}}", u32::from(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_cut_between_characters() {
        assert_eq!(text_start("aé".as_bytes(), 2), "a");
        assert_eq!(text_start(b"a\xe9b", 9), "aéb");
        assert_eq!(text_start(b"", 9), "");
    }

    #[test]
    fn control_bytes_are_written_out() {
        assert_eq!(visible("a\x1b[31mb\tc\r\n\0"), "a\\x1b[31mb\\tc\\r\\n\\x00");
        assert_eq!(visible("\u{202e}x\u{85}"), "\\u{202e}x\\x85");
        assert!(matches!(visible("dé漢字 \u{1f980}"), Cow::Borrowed(_)));
    }
}
