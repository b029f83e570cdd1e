//! [Header lists](https://fetch.spec.whatwg.org/#concept-header-list): ordered, doubled lines kept,
//! values as raw bytes.

use super::methods::is_token;
use std::borrow::Cow;
use std::fmt;

/// A [header](https://fetch.spec.whatwg.org/#concept-header): a name and a value. The name keeps the
/// case in which it came; the value may hold any byte but NUL, CR and LF.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    /// The name, compared without regard to case.
    pub name: Cow<'static, str>,
    /// The value, without leading or trailing HTTP tab or space.
    pub value: Cow<'static, [u8]>,
}

impl Header {
    /// The value as text: UTF-8 where it is, otherwise one char for each byte.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        text(&self.value)
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.value.escape_ascii())
    }
}

/// A header value as text for people: UTF-8 where it is, otherwise one char for each byte.
#[must_use]
pub fn text(value: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(value) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(value.iter().map(|&b| char::from(b)).collect()),
    }
}

/// A [header list](https://fetch.spec.whatwg.org/#concept-header-list).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct HeaderList(Vec<Header>);

impl fmt::Debug for HeaderList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

impl HeaderList {
    /// An empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// A copy with room for `more` headers.
    #[must_use]
    pub fn clone_with_room(&self, more: usize) -> Self {
        let mut headers = Vec::with_capacity(self.0.len() + more);
        headers.extend_from_slice(&self.0);
        Self(headers)
    }

    /// An empty list with room for `capacity` headers.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    /// [Append](https://fetch.spec.whatwg.org/#concept-header-list-append) a header. Its name takes
    /// the case of an earlier header of that name.
    pub fn append(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Cow<'static, [u8]>>,
    ) {
        let mut name = name.into();
        if let Some(earlier) = self.0.iter().find(|h| h.name.eq_ignore_ascii_case(&name)) {
            name = earlier.name.clone();
        }
        self.0.push(Header { name, value: value.into() });
    }

    /// Whether the list [contains](https://fetch.spec.whatwg.org/#header-list-contains) `name`.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }

    /// [Get](https://fetch.spec.whatwg.org/#concept-header-list-get): the values of `name` joined by
    /// `, `, or `None` where there is no such header. Allocates only where there are several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        let mut values = self.values(name);
        let first = values.next()?;
        let Some(second) = values.next() else { return Some(Cow::Borrowed(first)) };
        let mut joined = [first, b", ", second].concat();
        for value in values {
            joined.extend_from_slice(b", ");
            joined.extend_from_slice(value);
        }
        Some(Cow::Owned(joined))
    }

    /// The values of the headers named `name`, one for each line, in order.
    pub fn values<'a, 'n>(
        &'a self,
        name: &'n str,
    ) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a, 'n> {
        self.0.iter().filter(move |h| h.name.eq_ignore_ascii_case(name)).map(|h| &*h.value)
    }

    /// The first header named `name`.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&Header> {
        self.0.iter().find(|h| h.name.eq_ignore_ascii_case(name))
    }

    /// [Delete](https://fetch.spec.whatwg.org/#concept-header-list-delete) every header named `name`.
    pub fn delete(&mut self, name: &str) {
        self.0.retain(|h| !h.name.eq_ignore_ascii_case(name));
    }

    /// Keeps only the headers that `keep` holds for.
    pub fn retain(&mut self, keep: impl FnMut(&Header) -> bool) {
        self.0.retain(keep);
    }

    /// [Set](https://fetch.spec.whatwg.org/#concept-header-list-set): the first header of that name
    /// gets the value, the others go.
    pub fn set(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Cow<'static, [u8]>>,
    ) {
        let name = name.into();
        match self.0.iter().position(|h| h.name.eq_ignore_ascii_case(&name)) {
            None => self.0.push(Header { name, value: value.into() }),
            Some(at) => {
                self.0[at].value = value.into();
                let mut index = 0;
                self.0.retain(|h| {
                    index += 1;
                    index - 1 <= at || !h.name.eq_ignore_ascii_case(&name)
                });
            }
        }
    }

    /// The headers, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Header> {
        self.0.iter()
    }

    /// How many header lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no header at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The elements of a list header, whether or not they are what its grammar wants.
    #[must_use]
    pub const fn elements<'a>(&'a self, name: &'a str) -> Elements<'a> {
        Elements { list: self, name }
    }

    /// [Extract header list values](https://fetch.spec.whatwg.org/#extract-header-list-values) of a
    /// header whose grammar is `#token` or `#field-name` (`Access-Control-Allow-Methods`,
    /// `Access-Control-Allow-Headers`, `Access-Control-Expose-Headers`): all lines combined, empty
    /// elements skipped.
    ///
    /// # Errors
    /// The first element that is no token: the standard's failure.
    pub fn extract_header_list_values<'a>(
        &'a self,
        name: &'a str,
    ) -> Result<Option<Elements<'a>>, &'a [u8]> {
        if !self.contains(name) {
            return Ok(None);
        }
        let elements = self.elements(name);
        match elements.iter().find(|e| !is_token(e)) {
            Some(bad) => Err(bad),
            None => Ok(Some(elements)),
        }
    }
}

impl<'a> IntoIterator for &'a HeaderList {
    type Item = &'a Header;
    type IntoIter = std::slice::Iter<'a, Header>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<N: Into<Cow<'static, str>>, V: Into<Cow<'static, [u8]>>> FromIterator<(N, V)> for HeaderList {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(headers: I) -> Self {
        let mut list = Self::new();
        for (name, value) in headers {
            list.append(name, value);
        }
        list
    }
}

/// The elements of a `#token` header, read anew at each pass: nothing is allocated.
#[derive(Debug, Clone, Copy)]
pub struct Elements<'a> {
    list: &'a HeaderList,
    name: &'a str,
}

impl<'a> Elements<'a> {
    /// The elements in order, empty ones skipped.
    pub fn iter(&self) -> impl Iterator<Item = &'a [u8]> + Clone + use<'a> {
        let (list, name) = (self.list, self.name);
        list.values(name)
            .flat_map(|line| line.split(|&b| b == b','))
            .map(trim)
            .filter(|e| !e.is_empty())
    }

    /// Whether `element` is there, byte for byte.
    #[must_use]
    pub fn contains(&self, element: &[u8]) -> bool {
        self.iter().any(|e| e == element)
    }

    /// Whether `element` is there in any case.
    #[must_use]
    pub fn contains_ignore_case(&self, element: &[u8]) -> bool {
        self.iter().any(|e| e.eq_ignore_ascii_case(element))
    }
}

/// `value` without leading and trailing [HTTP tab or space bytes](https://fetch.spec.whatwg.org/#http-tab-or-space).
#[must_use]
pub fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = value {
        value = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// [Normalize](https://fetch.spec.whatwg.org/#concept-header-value-normalize): `value` without
/// leading and trailing HTTP whitespace (tab, LF, CR, space).
#[must_use]
pub fn normalize(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] = value {
        value = rest;
    }
    while let [rest @ .., b' ' | b'\t' | b'\r' | b'\n'] = value {
        value = rest;
    }
    value
}

/// Whether `value`, once normalized, may be a
/// [header value](https://fetch.spec.whatwg.org/#header-value): no NUL, CR or LF.
#[must_use]
pub fn is_header_value(value: &[u8]) -> bool {
    !value.iter().any(|b| matches!(b, 0 | b'\r' | b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(headers: &[(&'static str, &'static str)]) -> HeaderList {
        headers.iter().map(|&(n, v)| (n, v.as_bytes())).collect()
    }

    #[test]
    fn get_joins_lines() {
        let l = list(&[("A", "1"), ("b", "x"), ("a", "2"), ("A", "")]);
        assert_eq!(l.get("a").unwrap(), &b"1, 2, "[..]);
        assert_eq!(l.get("B").unwrap(), &b"x"[..]);
        assert_eq!(l.get("c"), None);
        assert_eq!(l.iter().nth(2).unwrap().name, "A");
    }

    #[test]
    fn set_keeps_the_first_place() {
        let mut l = list(&[("A", "1"), ("b", "x"), ("a", "2")]);
        l.set("a", &b"3"[..]);
        assert_eq!(l, list(&[("A", "3"), ("b", "x")]));
    }

    #[test]
    fn extracting_skips_empty_elements_and_refuses_what_is_no_token() {
        let l = list(&[("m", "GET,, PUT ,"), ("M", ""), ("h", "x foo, y")]);
        let got: Vec<_> = l.extract_header_list_values("m").unwrap().unwrap().iter().collect();
        assert_eq!(got, [&b"GET"[..], b"PUT"]);
        assert_eq!(l.extract_header_list_values("h").unwrap_err(), b"x foo");
        assert!(l.extract_header_list_values("none").unwrap().is_none());
    }
}
