//! An exchange's request as a curl command line, for the colleague on the other side.

use super::escape::is_hidden;
use crate::Secrets;
use preflight_fetch::{HeaderList, HttpRequest};

/// The longest body that is written into the command.
const BODY_LIMIT: usize = 2048;

/// The command on one line, for a shell such as bash or zsh. Credentials are masked unless
/// `show_secrets`; a body that is no text, or longer than 2 KiB, is read from a file `body`.
#[must_use]
pub fn command(request: &HttpRequest, show_secrets: bool) -> String {
    arguments(request, &Secrets::new(show_secrets)).join(" ")
}

/// The command over several lines, joined by backslashes, none longer than `width` if that can be.
pub(crate) fn lines(request: &HttpRequest, secrets: &Secrets, width: usize) -> Vec<String> {
    broken(arguments(request, secrets), width)
}

/// The words of a command over several lines, joined by backslashes, none longer than `width` if
/// that can be.
pub(crate) fn broken(words: Vec<String>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for argument in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + argument.chars().count() + 3 <= width => {
                line.push(' ');
                line.push_str(&argument);
            }
            Some(line) => {
                line.push_str(" \\");
                lines.push(format!("  {argument}"));
            }
            None => lines.push(argument),
        }
    }
    lines
}

/// The words of the command; an option and its value are one.
fn arguments(request: &HttpRequest, secrets: &Secrets) -> Vec<String> {
    let mut words = vec!["curl -i".to_owned()];
    let url = secrets.url(&request.url);
    if url.contains(['[', ']', '{', '}']) {
        words.push("-g".to_owned());
    }
    let body = request.body.as_deref();
    match (&*request.method, body) {
        ("HEAD", None) => words.push("-I".to_owned()),
        ("GET", None) | ("POST", Some(_)) => {}
        (method, _) => words.push(format!("-X {}", quoted(method.as_bytes()))),
    }
    words.push(quoted(url.as_bytes()));
    words.extend(headers(&request.header_list, body.is_some(), secrets));
    if let Some(body) = body {
        words.push(match std::str::from_utf8(body) {
            Ok(text) if text.len() <= BODY_LIMIT => {
                format!("--data-raw {}", quoted(secrets.body(text).as_bytes()))
            }
            _ => "--data-binary @body".to_owned(),
        });
    }
    words
}

/// The headers, without those that curl writes by itself.
fn headers(list: &HeaderList, has_body: bool, secrets: &Secrets) -> Vec<String> {
    let mut words = Vec::new();
    for header in list {
        let is = |name: &str| header.name.eq_ignore_ascii_case(name);
        if is("host") || is("content-length") || is("connection") {
            continue;
        }
        if is("accept-encoding") {
            words.push("--compressed".to_owned());
            continue;
        }
        let value = secrets.header(header);
        let line = if header.value.is_empty() {
            format!("{};", header.name).into_bytes()
        } else if value == header.text() {
            [header.name.as_bytes(), b": ", &*header.value].concat()
        } else {
            format!("{}: {value}", header.name).into_bytes()
        };
        words.push(format!("-H {}", quoted(&line)));
    }
    if has_body && !list.contains("content-type") {
        words.push("-H 'Content-Type:'".to_owned());
    }
    words
}

/// `word` such that a shell hands it on byte for byte.
#[must_use]
pub fn quoted(word: &[u8]) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(b);
    match std::str::from_utf8(word) {
        Ok(text) if !word.is_empty() && word.iter().all(plain) => text.to_owned(),
        Ok(text) if !text.chars().any(is_hidden) => format!("'{}'", text.replace('\'', r"'\''")),
        _ => {
            let mut quoted = "$'".to_owned();
            for &byte in word {
                match byte {
                    b'\'' | b'\\' => quoted.extend(['\\', char::from(byte)]),
                    b'\n' => quoted.push_str("\\n"),
                    0x20..0x7f => quoted.push(char::from(byte)),
                    _ => quoted.push_str(&format!("\\x{byte:02x}")),
                }
            }
            quoted + "'"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_fetch::{RequestKind, Url};

    fn request(method: &str, headers: &[(&'static str, &'static [u8])]) -> HttpRequest {
        let url = Url::parse("https://api.example/cart?token=abc").unwrap();
        let mut request = HttpRequest::new(RequestKind::Actual, method, url);
        request.header_list = headers.iter().copied().collect();
        request
    }

    #[test]
    fn says_what_was_sent_and_masks_secrets() {
        let headers: &[(_, &[u8])] = &[
            ("Host", b"api.example"),
            ("Origin", b"https://shop.example"),
            ("Authorization", b"Bearer abc"),
            ("Accept-Encoding", b"gzip"),
            ("X-Empty", b""),
            ("X-Odd", b"it's \xe9\x1b"),
        ];
        let mut request = request("PUT", headers);
        request.body = Some(b"{\"a\":1}".to_vec());
        assert_eq!(
            command(&request, false),
            r#"curl -i -X PUT 'https://api.example/cart?token=***' -H 'Origin: https://shop.example' -H 'Authorization: Bearer ***' --compressed -H 'X-Empty;' -H $'X-Odd: it\'s \xe9\x1b' -H 'Content-Type:' --data-raw '{"a":1}'"#
        );
        assert!(command(&request, true).contains("'Authorization: Bearer abc'"));
        let lines = lines(&request, &Secrets::new(false), 60);
        assert_eq!(lines[0], "curl -i -X PUT 'https://api.example/cart?token=***' \\");
        assert!(lines.iter().all(|l| l.len() <= 60));
    }

    #[test]
    fn short_forms() {
        assert!(command(&request("HEAD", &[]), true).starts_with("curl -i -I 'https://"));
        assert!(command(&request("GET", &[]), true).starts_with("curl -i 'https://"));
        assert!(command(&request("POST", &[]), true).contains("-X POST"));
    }
}
