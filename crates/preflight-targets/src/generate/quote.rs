//! Values in the quotation of a language. What a policy may hold is little: origins and tokens are
//! ASCII without white space. But tokens have `'`, `` ` ``, `$`, `%`, `#`, `&`, `*` and `|`, and a path
//! may hold anything but `*`, so each value goes through one of these, or one of the target's own.

use std::fmt::Write as _;

/// A string of JSON, JavaScript, TypeScript, Python, Java, C# or Go: between double quotes, in ASCII, so
/// that no encoding can change it.
#[must_use]
pub fn json(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for unit in text.encode_utf16() {
        match char::from_u32(u32::from(unit)) {
            Some(c @ ('"' | '\\')) => {
                quoted.push('\\');
                quoted.push(c);
            }
            Some(c @ ' '..='~') => quoted.push(c),
            _ => {
                let _ = write!(quoted, "\\u{unit:04x}");
            }
        }
    }
    quoted.push('"');
    quoted
}

/// A scalar of YAML, or a string of [Python](python): between double quotes, in ASCII. Unlike JSON they
/// have no pairs of surrogates
/// ([YAML 1.2, 5.7](https://yaml.org/spec/1.2.2/#57-escaped-characters)).
#[must_use]
pub fn yaml(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        let _ = match c {
            '"' | '\\' => write!(quoted, "\\{c}"),
            ' '..='~' => write!(quoted, "{c}"),
            '\0'..='\u{ffff}' => write!(quoted, "\\u{:04x}", u32::from(c)),
            _ => write!(quoted, "\\U{:08x}", u32::from(c)),
        };
    }
    quoted.push('"');
    quoted
}

#[doc(no_inline)]
pub use self::yaml as python;

/// A string of Ruby, PHP or a POSIX shell's cousin: between single quotes, where only `'` and `\` mean
/// anything.
#[must_use]
pub fn single(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

/// The text of an XML element or attribute.
#[must_use]
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Names between quotes, a comma and a space between them: the inside of a list in most languages.
#[must_use]
pub fn list<T: AsRef<str>>(texts: &[T], quote: fn(&str) -> String) -> String {
    texts.iter().map(|text| quote(text.as_ref())).collect::<Vec<_>>().join(", ")
}
