//! What a real server does on every request, beyond what a page sees of it: each
//! [`Behaviour`] is asked for, and seen to hold or not.

use crate::application::{Answer, MARK};
use crate::application_server::Upstream;
use crate::equivalence::{STRANGER, Subject, Wire};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use preflight_targets::generate::Behaviour;

/// What came of a request.
#[derive(Debug)]
struct Asked {
    /// The request in short, for messages.
    what: String,
    answer: Answer,
    /// Whether the application was reached.
    reached: bool,
}

/// The server's answers to what shows its behaviours, on one policy.
#[derive(Debug)]
pub struct Seen {
    /// Whether any origin is allowed: then nothing depends on who asks.
    any_origin: bool,
    /// Whether credentials are allowed.
    credentials: bool,
    allowed: &'static str,
    granted_preflight: Asked,
    refused_preflight: Asked,
    /// Not preflights, though `OPTIONS`.
    other_options: Vec<Asked>,
    /// From the allowed origin.
    ok: Asked,
    from_a_stranger: Asked,
    without_origin: Asked,
    /// From the allowed origin: 404, 500, 302, 401.
    errors: Vec<Asked>,
    /// Where the application has headers of its own: to the allowed origin and to the stranger.
    own: [Asked; 2],
    /// The allowed origin's request for the folder written with an escape, where policies have paths.
    encoded: Option<Asked>,
    /// The server's own errors, to the allowed origin.
    own_errors: Vec<Asked>,
    /// Whether the application is behind the server, and not in it.
    behind: bool,
}

/// Lines of a request.
type Lines<'a> = &'a [(&'static str, &'a str)];

#[derive(Clone, Copy)]
struct Asking<'a> {
    wire: &'a Wire,
    upstream: &'a Upstream,
    folder: &'static str,
}

impl Asking<'_> {
    async fn ask(&self, method: Method, name: &str, lines: Lines<'_>) -> Asked {
        let path = format!("{}/{name}", self.folder);
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_str(value).expect("a value"));
        }
        let before = self.upstream.reached();
        let answer = self.wire.ask(&method, &path, headers, b"").await;
        let reached = self.upstream.reached() > before || answer.headers().contains_key(MARK);
        Asked { what: format!("{method} {path} {lines:?}"), answer, reached }
    }

    async fn get(&self, name: &str, origin: &str) -> Asked {
        self.ask(Method::GET, name, &[("origin", origin)]).await
    }

    async fn preflight(&self, origin: &str) -> Asked {
        let lines = [("origin", origin), ("access-control-request-method", "POST")];
        self.ask(Method::OPTIONS, "ok", &lines).await
    }
}

impl Seen {
    /// Asks the server for all of it.
    pub async fn ask(subject: &Subject, wire: &Wire, upstream: &Upstream) -> Self {
        let asking = Asking { wire, upstream, folder: subject.folder };
        let allowed = subject.allowed[0];
        let encoded = match subject.folder {
            "/api" => {
                let asking = Asking { folder: "/%61pi", ..asking };
                Some(asking.get("ok", allowed).await)
            }
            _ => None,
        };
        let method_asked = [("access-control-request-method", "POST")];
        let before = upstream.reached();
        let ok = asking.get("ok", allowed).await;
        let behind = upstream.reached() > before;
        let mut errors = Vec::new();
        for name in ["error/404", "error/500", "redirect", "auth"] {
            errors.push(asking.get(name, allowed).await);
        }
        let mut own_errors = vec![asking.get("throws", allowed).await];
        if !behind {
            own_errors.push(asking.get("nowhere", allowed).await);
        }
        Self {
            any_origin: subject.allows_any_origin(),
            credentials: subject.allows_credentials(),
            allowed,
            granted_preflight: asking.preflight(allowed).await,
            refused_preflight: asking.preflight(STRANGER).await,
            other_options: vec![
                asking.ask(Method::OPTIONS, "ok", &[("origin", allowed)]).await,
                asking.ask(Method::OPTIONS, "ok", &method_asked).await,
            ],
            ok,
            from_a_stranger: asking.get("ok", STRANGER).await,
            without_origin: asking.ask(Method::GET, "ok", &[]).await,
            errors,
            own: [asking.get("own-cors", allowed).await, asking.get("own-cors", STRANGER).await],
            encoded,
            own_errors,
            behind,
        }
    }

    /// Stops the application where it is behind the server, and asks what the server then says.
    pub async fn ask_without_application(
        &mut self,
        subject: &Subject,
        wire: &Wire,
        upstream: &mut Upstream,
    ) {
        if self.behind {
            upstream.stop().await;
            let asking = Asking { wire, upstream, folder: subject.folder };
            self.own_errors.push(asking.get("ok", self.allowed).await);
        }
    }

    /// Whether the server behaves in this way, or what it did instead.
    ///
    /// # Errors
    /// The request and the answer that show it.
    pub fn holds(&self, behaviour: Behaviour) -> Result<(), String> {
        use Behaviour as B;
        let (granted, refused) = (&self.granted_preflight, &self.refused_preflight);
        // To whom anybody may read, nobody is another.
        let others = |asked: &[&Asked], test: fn(&Asked) -> bool| match self.any_origin {
            true => Ok(()),
            false => all(asked.iter().copied(), test),
        };
        match behaviour {
            B::VaryOnEveryResponse => {
                let first = [&self.ok, &self.from_a_stranger, &self.without_origin];
                // Where nothing varies, everybody is told the same.
                all(first.into_iter().chain(&self.errors), |a| {
                    varies(a) || (self.any_origin && self.grants(a, self.allowed))
                })?;
                // What the application says beside it is another behaviour's.
                all(&self.own, |a| varies(a) || self.any_origin)
            }
            B::VaryOnPreflights => others(&[granted, refused], varies),
            B::PreflightIs204 => all([granted], |a| a.answer.status() == StatusCode::NO_CONTENT),
            B::RefusedPreflightIs403 => {
                others(&[refused], |a| a.answer.status() == StatusCode::FORBIDDEN)
            }
            B::SilenceToOtherOrigins => others(&[refused, &self.from_a_stranger], is_silent),
            B::SilenceWithoutOrigin => others(&[&self.without_origin], is_silent),
            B::AnswersPreflights => all([granted], |a| !a.reached),
            B::AnswersRefusedPreflights => all([refused], |a| !a.reached),
            B::OnlyTruePreflights => all(&self.other_options, |a| a.reached),
            B::HeadersOnOwnErrors => all(&self.own_errors, |a| {
                !a.answer.status().is_success() && self.grants(a, self.allowed)
            }),
            B::HeadersOnErrors => all(&self.errors, |a| self.grants(a, self.allowed)),
            B::ReplacesInnerHeaders => {
                let [to_allowed, to_stranger] = &self.own;
                all([to_allowed], |a| self.grants(a, self.allowed) && !names_inner(a))?;
                others(&[to_stranger], is_silent)
            }
            B::DecodesPaths => all(&self.encoded, |a| self.grants(a, self.allowed)),
            B::PreflightHeadersOnPreflightsOnly => all([&self.ok], |a| {
                let names = ["methods", "headers"].map(|n| format!("access-control-allow-{n}"));
                let age = "access-control-max-age".to_owned();
                !names.iter().chain([&age]).any(|name| a.answer.headers().contains_key(name))
            }),
        }
    }

    /// Whether exactly one `Access-Control-Allow-Origin` lets this origin read, and credentials are
    /// allowed where the policy does.
    fn grants(&self, asked: &Asked, origin: &str) -> bool {
        let lines = |name| asked.answer.headers().get_all(name).iter().collect::<Vec<_>>();
        let origins = lines("access-control-allow-origin");
        let credentials = lines("access-control-allow-credentials");
        let expected: &[&str] = if self.credentials { &["true"] } else { &[] };
        (origins == [origin] || (self.any_origin && origins == ["*"])) && credentials == expected
    }
}

/// Whether the test holds for all of these.
fn all<'a>(
    asked: impl IntoIterator<Item = &'a Asked>,
    test: impl Fn(&Asked) -> bool,
) -> Result<(), String> {
    match asked.into_iter().find(|asked| !test(asked)) {
        None => Ok(()),
        Some(Asked { what, answer, reached }) => {
            let (status, headers) = (answer.status(), answer.headers());
            let reached = if *reached { ", application reached" } else { "" };
            Err(format!("{what}: {status}{reached} {headers:?}"))
        }
    }
}

fn varies(asked: &Asked) -> bool {
    let lines = asked.answer.headers().get_all("vary").iter();
    lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).any(|member| {
        let member = member.trim();
        member == "*" || member.eq_ignore_ascii_case("origin")
    })
}

fn is_silent(asked: &Asked) -> bool {
    !asked.answer.headers().keys().any(|name| name.as_str().starts_with("access-control-"))
}

/// Whether the application's own `Access-Control-Expose-Headers` came through.
fn names_inner(asked: &Asked) -> bool {
    let mut lines = asked.answer.headers().get_all("access-control-expose-headers").iter();
    lines.any(|line| line.as_bytes().starts_with(b"x-inner"))
}
