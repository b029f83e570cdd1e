//! [Statuses](https://fetch.spec.whatwg.org/#statuses)

/// An [ok status](https://fetch.spec.whatwg.org/#ok-status): 200 to 299.
#[must_use]
pub const fn is_ok_status(status: u16) -> bool {
    200 <= status && status <= 299
}

/// A [redirect status](https://fetch.spec.whatwg.org/#redirect-status): 301, 302, 303, 307 or 308.
#[must_use]
pub const fn is_redirect_status(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// A [null body status](https://fetch.spec.whatwg.org/#null-body-status): 101, 103, 204, 205 or 304.
#[must_use]
pub const fn is_null_body_status(status: u16) -> bool {
    matches!(status, 101 | 103 | 204 | 205 | 304)
}
