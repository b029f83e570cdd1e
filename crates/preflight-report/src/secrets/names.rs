//! What counts as a secret: by its name, or by its look.

/// Such a word anywhere in a name tells that the value is a secret.
const WITHIN: [&str; 17] = [
    "accesskey",
    "apikey",
    "authkey",
    "authorization",
    "cookie",
    "credential",
    "csrf",
    "jwt",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "session",
    "signature",
    "token",
    "xsrf",
];
/// Such a word between hyphens, underscores or dots likewise.
const PARTS: [&str; 8] = ["auth", "key", "otp", "pass", "pin", "pwd", "sid", "sig"];
/// Such a word beside them tells that it is none: `Surrogate-Key`, `X-Cache-Key`.
const HARMLESS: [&str; 6] = ["cache", "consent", "idempotency", "partition", "public", "surrogate"];

/// The words before the credentials in `Authorization` and its like; they stay.
const SCHEMES: [&str; 17] = [
    "apikey",
    "aws4-hmac-sha256",
    "basic",
    "bearer",
    "digest",
    "dpop",
    "gnap",
    "hawk",
    "hmac",
    "jwt",
    "key",
    "negotiate",
    "ntlm",
    "oauth",
    "signature",
    "token",
    "vapid",
];

/// The shortest value that is a secret by its look.
const RANDOM: usize = 20;
/// The shortest hexadecimal one.
const RANDOM_HEX: usize = 32;

/// Whether a header, parameter, form field or JSON member of this name holds a secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let parts = || name.split(|c: char| !c.is_ascii_alphanumeric());
    if name.starts_with("access-control-") || parts().any(|part| HARMLESS.contains(&part)) {
        return false;
    }
    WITHIN.iter().any(|word| name.contains(word)) || parts().any(|part| PARTS.contains(&part))
}

/// Splits `Bearer abc` into the scheme with its space, and the credentials.
pub(super) fn split_scheme(value: &str) -> (&str, &str) {
    match value.split_once(' ') {
        Some((scheme, credentials))
            if SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) =>
        {
            (&value[..=scheme.len()], credentials)
        }
        _ => ("", value),
    }
}

/// Whether `value` looks like a JSON Web Token: `eyJ` is `{"` in base64.
pub(super) fn is_jwt(value: &str) -> bool {
    value.starts_with("eyJ") && value.len() >= RANDOM && value.contains('.')
}

/// Whether `value` looks drawn at random: long, of mixed characters, or hexadecimal and longer.
pub(super) fn looks_random(value: &str) -> bool {
    is_mixed(value) || (value.len() >= RANDOM_HEX && value.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whether `value` is long and changes between capitals, small letters and digits as words do not.
pub(super) fn is_mixed(value: &str) -> bool {
    let class = |b: u8| match b {
        b'A'..=b'Z' => 0,
        b'a'..=b'z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let base64 = |b: u8| b.is_ascii_alphanumeric() || b"-_+/=".contains(&b);
    let bytes = value.as_bytes();
    let has = |wanted: u8| bytes.iter().any(|b| class(*b) == wanted);
    let changes = bytes.windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count();
    bytes.len() >= RANDOM
        && bytes.iter().all(|b| base64(*b))
        && has(0)
        && has(1)
        && has(2)
        && changes * 5 >= bytes.len() * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in [
            "Authorization",
            "Proxy-Authorization",
            "cookie",
            "Set-Cookie",
            "x-api-key",
            "apiKey",
            "X-CSRF-Token",
            "xsrf",
            "client_secret",
            "access_token",
            "user[password]",
            "sid",
            "X-Amz-Signature",
            "X-Amz-Credential",
            "PHPSESSID-session",
            "x-auth",
            "sig",
            "key",
            "pwd",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "Access-Control-Allow-Credentials",
            "monkey",
            "keys",
            "Surrogate-Key",
            "X-Cache-Key",
            "Idempotency-Key",
            "Keep-Alive",
            "WWW-Authenticate",
            "Content-Type",
            "page",
            "author",
            "Cross-Origin-Resource-Policy",
            "design",
            "passenger",
            "Vary",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn looks() {
        for value in [
            "Qn3fXhZxk0p1O9bLZ2xJ5c8wq",
            "sk_live_51H8xK2eZvKYlo2C9aB",
            "3f2a1b4c5d6e7f8091a2b3c4d5e6f708",
        ] {
            assert!(looks_random(value), "{value}");
        }
        for value in [
            "ProductDetailsPage2024Overview",
            "550e8400-e29b-41d4-a716-446655440000",
            "application",
            "2024-01-01T00:00:00.000Z",
            "a-very-long-slug-with-many-words-in-it",
            "getUserById",
            "12345678901234567890123",
        ] {
            assert!(!looks_random(value), "{value}");
        }
        assert!(is_jwt("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"));
        assert!(!is_jwt("eyJ"));
        assert_eq!(split_scheme("Bearer abc"), ("Bearer ", "abc"));
        assert_eq!(split_scheme("abc def"), ("", "abc def"));
    }
}
