//! [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check)

use super::Refused;
use crate::http::header_list::HeaderList;
use crate::request::CredentialsMode;
use crate::spec::CORS_CHECK;
use crate::trace::Because;

/// Whether a response may be shared with `byte_serialized_origin`, which is `null` after a tainting
/// redirect. Doubled headers are joined, and then equal nothing.
///
/// # Errors
/// The standard's failure, with the step that failed.
pub fn cors_check(
    byte_serialized_origin: &str,
    credentials_mode: CredentialsMode,
    header_list: &HeaderList,
) -> Result<(), Refused> {
    let credentialed = credentials_mode == CredentialsMode::Include;
    let Some(origin) = header_list.get("access-control-allow-origin") else {
        return Err((Because::AllowOriginMissing, CORS_CHECK.step("2")));
    };
    if !credentialed && *origin == *b"*" {
        return Ok(());
    }
    if byte_serialized_origin.as_bytes() != &*origin {
        let because = if *origin == *b"*" {
            Because::AllowOriginWildcardWithCredentials
        } else {
            Because::AllowOriginDiffers(origin.into_owned())
        };
        return Err((because, CORS_CHECK.step("4")));
    }
    if !credentialed {
        return Ok(());
    }
    let credentials = header_list.get("access-control-allow-credentials").unwrap_or_default();
    if *credentials == *b"true" {
        Ok(())
    } else {
        Err((Because::AllowCredentialsNotTrue(credentials.into_owned()), CORS_CHECK.step("8")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        mode: CredentialsMode,
        headers: &[(&'static str, &'static str)],
    ) -> Result<(), &'static str> {
        let list = headers.iter().map(|&(n, v)| (n, v.as_bytes())).collect();
        cors_check("https://a.example", mode, &list).map_err(|(_, at)| at.step)
    }

    #[test]
    fn every_step() {
        use CredentialsMode::{Include, SameOrigin};
        const ORIGIN: &str = "Access-Control-Allow-Origin";
        const CREDENTIALS: &str = "Access-Control-Allow-Credentials";
        assert_eq!(check(SameOrigin, &[]), Err("2"));
        assert_eq!(check(SameOrigin, &[(ORIGIN, "*")]), Ok(()));
        assert_eq!(check(Include, &[(ORIGIN, "*"), (CREDENTIALS, "true")]), Err("4"));
        assert_eq!(check(SameOrigin, &[(ORIGIN, "*"), (ORIGIN, "*")]), Err("4"));
        assert_eq!(check(SameOrigin, &[(ORIGIN, "https://A.example")]), Err("4"));
        assert_eq!(check(SameOrigin, &[(ORIGIN, "https://a.example")]), Ok(()));
        assert_eq!(check(Include, &[(ORIGIN, "https://a.example")]), Err("8"));
        assert_eq!(
            check(Include, &[(ORIGIN, "https://a.example"), (CREDENTIALS, "True")]),
            Err("8")
        );
        assert_eq!(check(Include, &[(ORIGIN, "https://a.example"), (CREDENTIALS, "true")]), Ok(()));
    }
}
