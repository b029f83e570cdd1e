//! What `preflight fetch` prints.

use super::{Because, Browser, Event, Fetched, Outcome, RequestError};
use crate::console::{Console, Style};
use preflight_fetch::{
    ConnectionError, Exchange, FilteredResponse, HeaderList, HttpRequest, HttpResponse,
    HttpVersion, Leg, Refusal, ResponseType, SpecRef,
};
use std::fmt::Display;
use std::time::Duration;

/// An event, as curl's `-v` shows it: `>` goes out, `<` comes in, `*` is thought.
pub(super) fn event(event: &Event<'_>, console: &mut Console) {
    match event {
        Event::Sending { request, http_version, header_list } => {
            sending(request, *http_version, header_list, console);
        }
        Event::Answered(exchange) => answered(exchange, console),
        Event::Decided(step) => {
            console.styled(
                Style::Note,
                "* ",
                format_args!("{}: {}  {}", step.at, step.decided, step.at.url()),
            );
        }
    }
}

fn sending(
    request: &HttpRequest,
    version: HttpVersion,
    header_list: &HeaderList,
    console: &mut Console,
) {
    let kind = request.kind.as_str();
    console.styled(Style::Note, "* ", format_args!("{kind} request to {}", request.url));
    let mut target = request.url.path().to_owned();
    if let Some(query) = request.url.query() {
        target.push('?');
        target.push_str(query);
    }
    line("> ", format_args!("{} {target} {}", request.method, version.as_str()), console);
    headers("> ", header_list, console);
    if let Some(body) = &request.body {
        line("> ", format_args!("({} bytes of body)", body.len()), console);
    }
}

fn answered(exchange: &Exchange, console: &mut Console) {
    match &exchange.answer {
        Ok(response) => {
            line("< ", status_line(response, exchange.http_version), console);
            headers("< ", &response.header_list, console);
            line("< ", format_args!("({} bytes of body)", response.body.len()), console);
        }
        Err(error) => line("< ", format_args!("nothing: {error}"), console),
    }
    console.styled(Style::Dim, "* ", stages(exchange));
}

/// Where it went and how long each stage took.
fn stages(exchange: &Exchange) -> String {
    let timing = &exchange.timing;
    let mut parts: Vec<String> = exchange.address.iter().map(ToString::to_string).collect();
    let named = [
        ("name", timing.dns),
        ("connection", timing.connect),
        ("TLS", timing.tls),
        ("first byte", timing.first_byte),
        ("total", timing.total),
    ];
    let took = |(name, time): (&str, Option<Duration>)| {
        time.map(|t| format!("{name} {:.1} ms", t.as_secs_f64() * 1000.0))
    };
    parts.extend(named.into_iter().filter_map(took));
    parts.join(", ")
}

fn status_line(response: &HttpResponse, version: HttpVersion) -> String {
    let reason = String::from_utf8_lossy(&response.status_text);
    format!("{} {} {reason}", version.as_str(), response.status).trim_end().to_owned()
}

fn headers(mark: &str, list: &HeaderList, console: &mut Console) {
    for header in list {
        console.header(mark, header);
    }
    line(mark.trim_end(), "", console);
}

fn line(mark: &str, text: impl Display, console: &mut Console) {
    console.styled(Style::Dim, mark, text);
}

/// What the script gets.
pub(super) fn outcome(fetched: &Fetched, browser: Browser, include: bool, console: &mut Console) {
    match &fetched.outcome {
        Outcome::Response(response) => {
            let version = fetched.exchanges.last().map_or(HttpVersion::Http11, |e| e.http_version);
            self::response(response, version, include, console);
            // A warning, such as Firefox's of `*` and Authorization.
            for line in &fetched.console {
                console.err(format_args!("  {browser}'s console: {line}"));
            }
        }
        Outcome::NetworkError(refusal) => network_error(fetched, refusal, browser, console),
    }
}

fn response(
    response: &FilteredResponse,
    version: HttpVersion,
    include: bool,
    console: &mut Console,
) {
    match response.response_type {
        ResponseType::Opaque => console.note(
            "the response is opaque (mode no-cors): the script sees no status, no header, no body",
        ),
        ResponseType::OpaqueRedirect => console.note(
            "the response is an opaque redirect (--redirect manual): the script sees nothing of it",
        ),
        ResponseType::Basic | ResponseType::Cors if include => {
            console.out(&readable_head(response, version));
        }
        ResponseType::Basic | ResponseType::Cors => {}
    }
    console.out(response.body.as_deref().unwrap_or_default());
}

/// The status line and the headers that the script may read.
fn readable_head(response: &FilteredResponse, version: HttpVersion) -> Vec<u8> {
    let mut head = format!("{} {} ", version.as_str(), response.status).into_bytes();
    head.extend_from_slice(&response.status_text);
    head = head.trim_ascii_end().to_vec();
    head.push(b'\n');
    for header in &response.header_list {
        head.extend_from_slice(header.name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(&header.value);
        head.push(b'\n');
    }
    head.push(b'\n');
    head
}

/// Why there is no response, where the standard says so, and what script and console say.
fn network_error(fetched: &Fetched, refusal: &Refusal, browser: Browser, console: &mut Console) {
    let because = &refusal.because;
    let answered = fetched.exchanges.iter().any(|e| e.response().is_some());
    let word = match because {
        Because::Connection(_) if !answered => "unreachable: ",
        _ => "blocked: ",
    };
    console.styled(Style::Bad, word, because);
    if let Some(exchange) = refusal.exchange.and_then(|at| fetched.exchanges.get(at)) {
        let what = if refusal.leg == Leg::Preflight { "the preflight " } else { "" };
        let request = &exchange.request;
        console.err(format_args!("  on        {what}{} {}", request.method, request.url));
    }
    if *because == Because::Connection(ConnectionError::PlaintextOnTlsPort) {
        let mut url = refusal.url.clone();
        if url.set_scheme("http").is_ok() {
            console.err(format_args!("  try       {url}"));
        }
    }
    standard(refusal.at, console);
    script(|b| because.rejection(b).into_owned(), browser, console);
    for line in &fetched.console {
        console.err(format_args!("  console   {line}"));
    }
}

/// A call that throws before there is a request.
pub(super) fn constructor_error(error: &RequestError, browser: Browser, console: &mut Console) {
    console.styled(Style::Bad, "blocked: ", error);
    standard(error.spec(), console);
    script(|b| error.type_error(b), browser, console);
}

fn standard(at: SpecRef, console: &mut Console) {
    console.err(format_args!("  standard  {at}  {}", at.url()));
}

/// What the script's promise rejects with; the standard leaves the text open, so there it is the
/// engines'.
fn script(text: impl Fn(Browser) -> String, browser: Browser, console: &mut Console) {
    if browser != Browser::Standard {
        return console.err(format_args!("  script    {}", text(browser)));
    }
    for engine in Browser::ENGINES {
        console.err(format_args!("  script    {}  ({})", text(engine), engine.name()));
    }
}
