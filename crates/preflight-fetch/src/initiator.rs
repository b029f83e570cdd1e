/// What in the page made the request. It decides the wording of the console and, for an image or a
/// stylesheet, `Accept`; it never decides whether the response may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Initiator {
    /// `new EventSource(url)`
    EventSource,
    /// `fetch(url, init)`
    #[default]
    Fetch,
    /// `<img crossorigin>`
    Image,
    /// `<link rel=stylesheet crossorigin>`
    Stylesheet,
    /// `XMLHttpRequest`
    Xhr,
}
