//! What the options of curl mean.

use super::{Fault, Pasted, Word};
use url::form_urlencoded::byte_serialize;

/// Short options that take a value.
const SHORT_WITH_VALUE: &str = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";
/// Long options without a value that say nothing about the request itself.
const QUIET: [&str; 26] = [
    "anyauth",
    "basic",
    "compressed",
    "fail",
    "fail-with-body",
    "globoff",
    "http1.0",
    "http1.1",
    "http2",
    "http2-prior-knowledge",
    "http3",
    "include",
    "ipv4",
    "ipv6",
    "location",
    "location-trusted",
    "no-buffer",
    "no-progress-meter",
    "path-as-is",
    "progress-bar",
    "show-error",
    "silent",
    "ssl-no-revoke",
    "tcp-fastopen",
    "tr-encoding",
    "verbose",
];
/// Long options with a value that say nothing about the request itself.
const QUIET_WITH_VALUE: [&str; 11] = [
    "connect-timeout",
    "cookie-jar",
    "dump-header",
    "limit-rate",
    "max-redirs",
    "max-time",
    "output",
    "retry",
    "retry-delay",
    "stderr",
    "write-out",
];
/// Long options with a value that preflight does not take from a paste.
const OTHER_WITH_VALUE: [&str; 17] = [
    "aws-sigv4",
    "cacert",
    "cert",
    "cert-type",
    "ciphers",
    "config",
    "connect-to",
    "interface",
    "key",
    "noproxy",
    "oauth2-bearer",
    "proxy-header",
    "proxy-user",
    "range",
    "request-target",
    "resolve",
    "upload-file",
];
/// The boundary between the parts of `-F`.
const BOUNDARY: &str = "----preflight-form-boundary";

/// The request of a command line.
pub(super) fn read((words, notes): (Vec<Word>, Vec<String>)) -> Result<Pasted, Fault> {
    let mut curl = Curl { notes, ..Curl::default() };
    let mut words = words.into_iter();
    let command = words.next();
    while let Some(word) = words.next() {
        let text = word.text();
        let mut value = |name: &str| {
            words.next().ok_or_else(|| {
                let reason = format!("`{name}` has no value");
                Fault::new(word.at, reason, super::posix::HOW)
            })
        };
        if let Some(long) = text.strip_prefix("--") {
            curl.long(long, &mut value)?;
        } else if text.len() > 1 && text.starts_with('-') {
            curl.short(&text[1..], &word, &mut value)?;
        } else {
            curl.url(word.clone());
        }
    }
    curl.finish(command.map_or(0, |word| word.at + word.bytes.len()))
}

#[derive(Debug, Default)]
struct Curl {
    url: Option<String>,
    other_urls: usize,
    method: Option<String>,
    head: bool,
    get: bool,
    json: bool,
    headers: Vec<(String, Option<Vec<u8>>)>,
    body: Option<Vec<u8>>,
    form: Vec<Vec<u8>>,
    cookies: Vec<String>,
    user: Option<String>,
    referer: Option<Vec<u8>>,
    insecure: bool,
    proxy: Option<String>,
    unknown: Vec<String>,
    notes: Vec<String>,
}

type Values<'v> = dyn FnMut(&str) -> Result<Word, Fault> + 'v;

impl Curl {
    fn url(&mut self, word: Word) {
        if self.url.is_none() {
            self.url = Some(word.text());
        } else {
            self.other_urls += 1;
        }
    }

    fn long(&mut self, name: &str, value: &mut Values<'_>) -> Result<(), Fault> {
        let option = format!("--{name}");
        match name {
            "request" => self.method = Some(value(&option)?.text()),
            "header" => self.header(&value(&option)?.bytes),
            "data" | "data-ascii" => self.data(&value(&option)?.bytes, true, "-d"),
            "data-binary" => self.data(&value(&option)?.bytes, true, "--data-binary"),
            "data-raw" => self.data(&value(&option)?.bytes, false, "--data-raw"),
            "data-urlencode" => self.data_urlencode(&value(&option)?.text()),
            "json" => self.json(&value(&option)?.bytes),
            "form" => self.form(&value(&option)?.bytes, false),
            "form-string" => self.form(&value(&option)?.bytes, true),
            "cookie" => self.cookie(&value(&option)?.text()),
            "user" => self.user = Some(value(&option)?.text()),
            "referer" => self.referer = Some(value(&option)?.bytes),
            "user-agent" => {
                self.headers.push(("User-Agent".to_owned(), Some(value(&option)?.bytes)))
            }
            "proxy" => self.proxy = Some(value(&option)?.text()),
            "url" => {
                let word = value(&option)?;
                self.url(word);
            }
            "insecure" => self.insecure = true,
            "get" => self.get = true,
            "head" => self.head = true,
            _ if QUIET.contains(&name) => {}
            _ if QUIET_WITH_VALUE.contains(&name) => drop(value(&option)?),
            _ if OTHER_WITH_VALUE.contains(&name) => {
                value(&option)?;
                self.unknown.push(option);
            }
            _ => self.unknown.push(option),
        }
        Ok(())
    }

    /// `-sSL`, `-XPOST`, `-H x`: several in one word, the last with its value behind or after it.
    fn short(&mut self, letters: &str, word: &Word, value: &mut Values<'_>) -> Result<(), Fault> {
        for (at, letter) in letters.char_indices() {
            let end = at + letter.len_utf8();
            let takes_value = SHORT_WITH_VALUE.contains(letter);
            let attached = takes_value && end < letters.len();
            let mut own = |name: &str| match attached {
                // One byte for the hyphen.
                true => Ok(Word { bytes: word.bytes[end + 1..].to_vec(), at: word.at }),
                false => value(name),
            };
            let long = match letter {
                'A' => "user-agent",
                'b' => "cookie",
                'd' => "data",
                'e' => "referer",
                'F' => "form",
                'G' => "get",
                'H' => "header",
                'I' => "head",
                'k' => "insecure",
                'u' => "user",
                'x' => "proxy",
                'X' => "request",
                'c' | 'D' | 'm' | 'o' | 'w' => {
                    drop(own(&format!("-{letter}"))?);
                    return Ok(());
                }
                'f' | 'g' | 'i' | 'L' | 'N' | 'O' | 's' | 'S' | 'v' | '#' | '0' | '1' | '2'
                | '3' | '4' | '6' => continue,
                _ => {
                    self.unknown.push(format!("-{letter}"));
                    if takes_value {
                        own(&format!("-{letter}"))?;
                    }
                    ""
                }
            };
            if !long.is_empty() {
                self.long(long, &mut |_| own(&format!("-{letter}")))?;
            }
            if takes_value {
                break;
            }
        }
        Ok(())
    }

    fn header(&mut self, line: &[u8]) {
        let trim = |bytes: &[u8]| bytes.trim_ascii().to_vec();
        let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if let Some(at) = line.iter().skip(1).position(|b| *b == b':').map(|at| at + 1) {
            let value = trim(&line[at + 1..]);
            self.headers.push((name(&line[..at]), (!value.is_empty()).then_some(value)));
        } else if let Some(before) = line.strip_suffix(b";") {
            self.headers.push((name(before), Some(Vec::new())));
        } else {
            let shown = name(line.split(|b| *b == b' ').next().unwrap_or_default());
            self.notes.push(format!("the header `{shown}…` has no colon and is left out"));
        }
    }

    fn data(&mut self, value: &[u8], may_be_file: bool, option: &str) {
        if may_be_file && value.first() == Some(&b'@') {
            self.names_file(value, option);
            return self.body_part(b"", b"");
        }
        self.body_part(b"&", value);
    }

    fn body_part(&mut self, joint: &[u8], part: &[u8]) {
        match &mut self.body {
            Some(body) => body.extend([joint, part].concat()),
            None => self.body = Some(part.to_vec()),
        }
    }

    fn json(&mut self, value: &[u8]) {
        self.json = true;
        if value.first() == Some(&b'@') {
            self.names_file(value, "--json");
            return self.body_part(b"", b"");
        }
        self.body_part(b"", value);
    }

    fn names_file(&mut self, value: &[u8], option: &str) {
        let file = String::from_utf8_lossy(value).into_owned();
        let note =
            format!("`{file}` is not read, the body is empty; name it yourself: {option} {file}");
        self.notes.push(note);
    }

    /// `content`, `=content`, `name=content`; `@` would read a file.
    fn data_urlencode(&mut self, value: &str) {
        let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let part = match value.split_once(['=', '@']) {
            Some((name, _)) if value[name.len()..].starts_with('@') => {
                self.names_file(&value.as_bytes()[name.len()..], "--data-urlencode");
                String::new()
            }
            Some(("", content)) => encode(content),
            Some((name, content)) => format!("{name}={}", encode(content)),
            None => encode(value),
        };
        self.body_part(b"&", part.as_bytes());
    }

    /// `name=value;type=…`, `name=@file`, `name=<file`.
    fn form(&mut self, field: &[u8], literal: bool) {
        let at = field.iter().position(|b| *b == b'=').unwrap_or(field.len());
        let (name, value) = field.split_at(at);
        let value = value.strip_prefix(b"=").unwrap_or_default();
        let mut part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"").into_bytes();
        part.extend([name, b"\"\r\n\r\n"].concat());
        if !literal && value.first().is_some_and(|b| matches!(b, b'@' | b'<')) {
            let file = String::from_utf8_lossy(&value[1..]).into_owned();
            self.notes.push(format!("the file `{file}` of -F is not read: its part is empty"));
        } else {
            part.extend(value);
        }
        part.extend(b"\r\n");
        self.form.push(part);
    }

    fn cookie(&mut self, value: &str) {
        if value.contains('=') {
            self.cookies.push(value.to_owned());
        } else {
            self.notes.push(format!("-b `{value}`: a file of cookies is not read"));
        }
    }

    fn finish(mut self, end: usize) -> Result<Pasted, Fault> {
        let Some(mut url) = self.url.take() else {
            return Err(Fault::new(end, "it names no URL", super::posix::HOW));
        };
        // curl guesses this where the scheme is missing.
        if !url.contains("://") {
            self.notes.push("the URL has no scheme: http, as curl takes it".to_owned());
            url = format!("http://{url}");
        }
        if self.other_urls > 0 {
            self.notes.push("of several URLs only the first is read".to_owned());
        }
        if !self.unknown.is_empty() {
            self.unknown.dedup();
            let names = self.unknown.join("`, `");
            self.notes
                .push(format!("`{names}` is left out; options of preflight stand before `curl`"));
        }
        if !self.form.is_empty() {
            self.form.push(format!("--{BOUNDARY}--\r\n").into_bytes());
            self.body = Some(self.form.concat());
            self.imply("Content-Type", &format!("multipart/form-data; boundary={BOUNDARY}"));
        }
        if self.get
            && let Some(body) = self.body.take()
        {
            let joint = if url.contains('?') { '&' } else { '?' };
            url = format!("{url}{joint}{}", String::from_utf8_lossy(&body));
        }
        if self.json {
            self.imply("Content-Type", "application/json");
            self.imply("Accept", "application/json");
        }
        if self.body.is_some() {
            self.imply("Content-Type", "application/x-www-form-urlencoded");
        }
        if let Some(referer) = self.referer.take() {
            self.headers.push(("Referer".to_owned(), Some(referer)));
        }
        let method = self.method.or_else(|| self.head.then(|| "HEAD".to_owned()));
        Ok(Pasted {
            url,
            method,
            headers: self.headers.into_iter().filter_map(|(n, v)| Some((n, v?))).collect(),
            body: self.body,
            cookies: self.cookies,
            user: self.user,
            insecure: self.insecure,
            proxy: self.proxy,
            notes: self.notes,
            ..Pasted::default()
        })
    }

    /// A header that an option implies where no `-H` names it.
    fn imply(&mut self, name: &str, value: &str) {
        if !self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            self.headers.push((name.to_owned(), Some(value.into())));
        }
    }
}
