//! The flags that say what the script asks for: curl's, where curl has them, and the browser's.

use clap::Args;
use preflight_fetch::{
    AddressSpace, CacheMode, CredentialsMode, Origin, RedirectMode, ReferrerPolicy, RequestMode,
};
use preflight_probe::asked::{Asked, Beside};
use preflight_probe::pasted::Pasted;

mod body;
mod notes;
mod target;
mod usage_error;

use body::DataFlag;
pub(crate) use notes::notes;
pub(crate) use usage_error::UsageError;

/// What the script asks for.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Request")]
pub(crate) struct RequestArgs {
    /// The method [default: GET; POST with -d, --data-… or --json]
    #[arg(short = 'X', long = "request", value_name = "METHOD")]
    method: Option<String>,

    /// A header that the script sets, `Name: value`; `Name;` is empty, `Name:` takes a default away
    #[arg(short = 'H', long = "header", value_name = "LINE")]
    headers: Vec<String>,

    /// A body, or `@FILE` without its line breaks; several are joined by `&`
    #[arg(short = 'd', long = "data", value_name = "DATA")]
    data: Vec<String>,

    /// A body, byte for byte, or `@FILE` (`@-` is standard input)
    #[arg(long, value_name = "DATA")]
    data_binary: Vec<String>,

    /// A body, byte for byte, even where it begins with `@`
    #[arg(long, value_name = "DATA")]
    data_raw: Vec<String>,

    /// A JSON body, or `@FILE`, with the Content-Type and Accept of JSON
    #[arg(long, value_name = "DATA")]
    json: Vec<String>,

    /// The body is a ReadableStream, which Chromium sends over HTTP/2 only
    #[arg(long)]
    stream: bool,

    /// Cookies that the browser has for this host, `name=value; name=value`
    #[arg(short = 'b', long = "cookie", value_name = "COOKIES")]
    cookies: Vec<String>,

    /// A user name and password that the script puts into an Authorization header
    #[arg(short = 'u', long = "user", value_name = "USER:PASSWORD")]
    user: Option<String>,

    /// Nothing: browsers follow redirects by themselves (see --redirect); for curl's sake
    #[arg(short = 'L', long = "location")]
    location: bool,

    /// The origin of the page that asks, or `null` [default: http://localhost:3000]
    #[arg(long, value_name = "ORIGIN")]
    origin: Option<Origin>,

    /// Whether cookies go along [default: same-origin]
    #[arg(long, value_name = "MODE",
          value_parser = named::<CredentialsMode>(&["omit", "same-origin", "include"]))]
    credentials: Option<CredentialsMode>,

    /// The request's mode [default: cors]
    #[arg(long, value_name = "MODE",
          value_parser = named::<RequestMode>(&["cors", "no-cors", "same-origin"]))]
    mode: Option<RequestMode>,

    /// What becomes of redirects [default: follow]
    #[arg(long, value_name = "MODE",
          value_parser = named::<RedirectMode>(&["follow", "error", "manual"]))]
    redirect: Option<RedirectMode>,

    /// The cache mode; there is no cache here, but it adds headers [default: default]
    #[arg(long, value_name = "MODE",
          value_parser = named::<CacheMode>(&["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"]))]
    cache: Option<CacheMode>,

    /// The URL of the page that asks, or `no-referrer` [default: the origin and `/`]
    #[arg(long, value_name = "URL")]
    referrer: Option<String>,

    /// The referrer policy [default: strict-origin-when-cross-origin]
    #[arg(long, value_name = "POLICY",
          value_parser = named::<ReferrerPolicy>(&["no-referrer", "no-referrer-when-downgrade",
            "same-origin", "origin", "strict-origin", "origin-when-cross-origin",
            "strict-origin-when-cross-origin", "unsafe-url"]))]
    referrer_policy: Option<ReferrerPolicy>,

    /// Where the page was loaded from, for Chromium's Local Network Access [default: looked up]
    #[arg(long, value_name = "SPACE",
          value_parser = named::<AddressSpace>(&["public", "private", "loopback"]))]
    page_address: Option<AddressSpace>,

    /// The script listens for upload progress (XMLHttpRequest), which makes a preflight
    #[arg(long)]
    upload_listener: bool,

    /// Of a pasted HAR, the request of this number, from 1
    #[arg(long, value_name = "N")]
    entry: Option<usize>,
}

/// A parser of one of these names, which clap lists and completes.
fn named<T>(names: &'static [&'static str]) -> impl clap::builder::TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err = ()> + Clone + Send + Sync + 'static,
{
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    PossibleValuesParser::new(names).try_map(|name| {
        name.parse().map_err(|()| "bug in preflight, please report: a name without a meaning")
    })
}

impl RequestArgs {
    /// What the flags mean over this paste, or everything that is wrong with them.
    fn asked(&self, pasted: Pasted) -> Result<Asked, Vec<UsageError>> {
        let mut errors = Vec::new();
        let pasted = self.over(pasted, &mut |error| errors.push(error));
        let beside = Beside {
            page_address: self.page_address,
            stream: self.stream,
            upload_listener: self.upload_listener,
        };
        match Asked::new(pasted, beside) {
            Ok(asked) if errors.is_empty() => return Ok(asked),
            Ok(_) => {}
            Err(faults) => errors.extend(faults.into_iter().map(UsageError::Request)),
        }
        Err(errors)
    }

    /// The paste, with what the flags say instead.
    fn over(&self, pasted: Pasted, keep: &mut impl FnMut(UsageError)) -> Pasted {
        let lines = self.header_lines(keep);
        let own_body = self.body(keep);
        let page = self.origin.clone().or_else(|| pasted.page.clone());
        // Of another page's URL the paste says nothing.
        let referrer = pasted.referrer.clone().filter(|_| page == pasted.page);
        let cookies = if self.cookies.is_empty() { &pasted.cookies } else { &self.cookies };
        Pasted {
            method: self.method.clone().or_else(|| pasted.method.clone()),
            headers: self.headers(&pasted, lines, own_body.is_some()),
            body: own_body.or_else(|| pasted.body.clone()),
            cookies: cookies.clone(),
            user: None,
            page,
            referrer: self.referrer.clone().or(referrer),
            referrer_policy: self.referrer_policy.or(pasted.referrer_policy),
            credentials: self.credentials.or(pasted.credentials),
            mode: self.mode.or(pasted.mode),
            redirect: self.redirect.or(pasted.redirect),
            cache: self.cache.or(pasted.cache),
            ..pasted
        }
    }

    /// The lines of `-H`: a name and a value, or a name to be taken away.
    fn header_lines(&self, keep: &mut impl FnMut(UsageError)) -> Vec<(String, Option<Vec<u8>>)> {
        let mut lines = Vec::new();
        for line in &self.headers {
            match header_line(line) {
                Some(parsed) => lines.push(parsed),
                None => {
                    let first = line.split_whitespace().next().unwrap_or_default();
                    keep(UsageError::HeaderLine(first.to_owned()));
                }
            }
        }
        lines
    }

    /// The script's headers: the paste's that no flag replaces, those of `-H`, then what the other
    /// flags imply and none of these names.
    fn headers(
        &self,
        pasted: &Pasted,
        lines: Vec<(String, Option<Vec<u8>>)>,
        has_own_body: bool,
    ) -> Vec<(String, Vec<u8>)> {
        let json = !self.json.is_empty();
        let is_replaced = |name: &str| {
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            lines.iter().any(|(n, _)| is(n))
                || (json && (is("content-type") || is("accept")))
                || (self.user.is_some() && is("authorization"))
        };
        let kept: Vec<(String, Vec<u8>)> =
            pasted.headers.iter().filter(|(name, _)| !is_replaced(name)).cloned().collect();
        // Also by a line that takes a default away.
        let is_named = |name: &str| {
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            kept.iter().any(|(n, _)| is(n)) || lines.iter().any(|(n, _)| is(n))
        };
        let (has_user, has_type) = (is_named("authorization"), is_named("content-type"));
        let has_accept = is_named("accept");
        let lines = lines.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let user = self.user.as_ref().or(pasted.user.as_ref()).filter(|_| !has_user).cloned();
        let mut signed =
            Pasted { headers: kept.into_iter().chain(lines).collect(), user, ..Pasted::default() };
        signed.write_user();
        let mut headers = signed.headers;
        if has_own_body && !has_type {
            let form = "application/x-www-form-urlencoded";
            let value = if json { "application/json" } else { form };
            headers.push(("Content-Type".to_owned(), value.into()));
        }
        if json && !has_accept {
            headers.push(("Accept".to_owned(), b"application/json".to_vec()));
        }
        headers
    }

    fn body(&self, keep: &mut impl FnMut(UsageError)) -> Option<Vec<u8>> {
        let flags = [
            (DataFlag::Data, &self.data),
            (DataFlag::Raw, &self.data_raw),
            (DataFlag::Binary, &self.data_binary),
            (DataFlag::Json, &self.json),
        ];
        let mut body: Option<Vec<u8>> = None;
        for (flag, value) in
            flags.iter().flat_map(|(f, values)| values.iter().map(move |v| (*f, v)))
        {
            match body::read(flag, value) {
                Ok(part) => flag.join(&mut body, part),
                Err(why) => keep(UsageError::DataFile(value.clone(), why)),
            }
        }
        body
    }
}

/// `Name: value`, `Name;` or `Name:`.
fn header_line(line: &str) -> Option<(String, Option<Vec<u8>>)> {
    if let Some((name, value)) = line.split_once(':') {
        let value = value.trim();
        let value = (!value.is_empty()).then(|| value.as_bytes().to_vec());
        return (!name.is_empty()).then(|| (name.to_owned(), value));
    }
    let name = line.strip_suffix(';').filter(|n| !n.is_empty())?;
    Some((name.to_owned(), Some(Vec::new())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;
    use preflight_fetch::Body;

    #[derive(Debug, clap::Parser)]
    struct Cli {
        url: String,
        #[command(flatten)]
        request: RequestArgs,
    }

    fn asked(args: &[&str]) -> Result<Asked, Vec<UsageError>> {
        let all = ["test", "https://api.test/x"].iter().chain(args);
        let cli = Cli::try_parse_from(all).expect("flags that clap takes");
        cli.request.asked(Pasted { url: cli.url, ..Pasted::default() })
    }

    fn headers(args: &[&str]) -> String {
        let headers = asked(args).unwrap().init.headers;
        let lines = headers.iter().map(|(n, v)| format!("{n}: {}", v.escape_ascii()));
        lines.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn data_adds_what_curl_adds() {
        let asked = asked(&["-d", "a=1", "-d", "b=2"]).unwrap();
        assert_eq!(asked.init.method, "POST");
        assert_eq!(asked.init.body, Some(Body::Bytes(b"a=1&b=2".to_vec())));
        assert_eq!(headers(&["-d", "x"]), "Content-Type: application/x-www-form-urlencoded");
        assert_eq!(headers(&["-d", "x", "-H", "content-type:"]), "");
        assert_eq!(headers(&["-d", "x", "-H", "Content-Type;"]), "Content-Type: ");
        assert_eq!(
            headers(&["--json", "{}"]),
            "Content-Type: application/json | Accept: application/json"
        );
        assert_eq!(
            headers(&["-u", "a:b", "-H", "X-Foo:  1 "]),
            "X-Foo: 1 | Authorization: Basic YTpi"
        );
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let errors =
            asked(&["-H", "nonsense", "-b", "file.txt", "-d", "@/no/such/file"]).unwrap_err();
        let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), 3);
        assert_eq!(texts[0], "-H `nonsense` is no header; write `Name: value`");
        assert!(texts[1].starts_with("cannot read the body from `@/no/such/file` ("), "{texts:?}");
    }

    #[test]
    fn notes_say_what_browsers_drop() {
        let notes = notes(&asked(&["-H", "Cookie: a=b", "-b", "c=d"]).unwrap());
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[0].ends_with("give the browser a cookie with -b"));
        assert!(notes[1].contains("--credentials include"));
    }
}
