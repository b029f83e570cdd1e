//! The JSON's shape: a public contract. The schema is generated from these types.

use schemars::JsonSchema;
use serde::Serialize;

/// What `preflight check --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "preflight check")]
pub(crate) struct Check {
    /// The version of this format.
    pub(crate) version: u32,
    /// The version of preflight that wrote this.
    pub(crate) preflight: &'static str,
    /// The request as the script makes it.
    pub(crate) request: Asked,
    /// How it ends for the engines asked.
    pub(crate) outcome: Ended,
    /// How it ends in each browser.
    pub(crate) browsers: Browsers,
    /// What blocks at least one engine asked, root cause first.
    pub(crate) causes: Vec<Cause>,
    /// What blocks none of the engines asked.
    pub(crate) warnings: Vec<Cause>,
    /// Who answered the exchange that decided.
    pub(crate) target: Option<Target>,
    /// A preflight and another request for the same URL that different layers answered; null where
    /// one layer answered both, or where that cannot be told.
    pub(crate) answered_apart: Option<AnsweredApart>,
    /// The response headers that the script can read.
    pub(crate) readable_headers: Vec<String>,
    /// The response headers that are hidden from the script.
    pub(crate) hidden_headers: Vec<String>,
    /// Everything that was sent, in order.
    pub(crate) exchanges: Vec<Sent>,
}

/// A request as a script makes it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Asked {
    /// The URL.
    pub(crate) url: String,
    /// The page's origin.
    pub(crate) origin: String,
    /// Whether the origin was assumed, since none was given.
    pub(crate) origin_assumed: bool,
    /// Whether the URL is of the page's own origin, so that CORS does not apply.
    pub(crate) same_origin: bool,
    /// The method, normalized.
    pub(crate) method: String,
    /// The headers that the script sets, as pairs of name and value.
    pub(crate) headers: Vec<(String, String)>,
    /// The credentials mode.
    pub(crate) credentials: String,
    /// The mode.
    pub(crate) mode: String,
    /// The redirect mode.
    pub(crate) redirect: String,
    /// What was left out of the request as it was given, or assumed, and why.
    pub(crate) notes: Vec<String>,
}

/// How a check ends.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Ended {
    /// Every engine asked lets the request through.
    Allowed,
    /// At least one engine asked blocks it.
    Blocked,
    /// There was no HTTP response at all.
    Unreachable,
}

/// The standard, and the engines asked.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Browsers {
    /// The Fetch standard to the letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) standard: Option<Run>,
    /// Chromium: Chrome, Edge, Opera.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) chromium: Option<Run>,
    /// Firefox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) firefox: Option<Run>,
    /// WebKit: Safari.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) webkit: Option<Run>,
}

/// One browser's run.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Run {
    /// How it ends.
    pub(crate) outcome: RunEnded,
    /// The lines on its console. The standard has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) console: Option<Vec<String>>,
    /// Why it blocks.
    pub(crate) refusal: Option<Refused>,
    /// Whether it is judged on the preflight alone, the actual request not having been sent.
    pub(crate) actual_not_sent: bool,
    /// Whether it asks the user for access to the local network first.
    pub(crate) asks_permission: bool,
}

/// How one browser's run ends.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RunEnded {
    /// The script gets a response.
    Allowed,
    /// The script gets a `TypeError`.
    Blocked,
}

/// Why a browser blocks.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Refused {
    /// The reason, for people.
    pub(crate) text: String,
    /// Where the standard says so.
    pub(crate) spec: Spec,
}

/// A root cause, or a warning.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Cause {
    /// Its id: a public contract.
    pub(crate) id: String,
    /// What is wrong, in one line.
    pub(crate) title: String,
    /// How sure that is.
    pub(crate) certainty: Sure,
    /// The engines that block because of it.
    pub(crate) blocks: Vec<String>,
    /// Where the standard says so.
    pub(crate) spec: Option<Spec>,
    /// What shows it, the decisive line first.
    pub(crate) evidence: Vec<Shown>,
    /// A sentence about this very case.
    pub(crate) note: Option<String>,
    /// The id of the cause from which this one merely follows.
    pub(crate) consequence_of: Option<String>,
    /// What to change: the answering layer's words first, the general ones last.
    pub(crate) fixes: Vec<Change>,
}

/// How sure a finding is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Sure {
    /// The exchanges alone decide.
    Certain,
    /// A strong fingerprint.
    Likely,
    /// One of several explanations.
    Possible,
}

/// A place in a standard.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Spec {
    /// The link to the algorithm.
    pub(crate) url: String,
    /// The step as the standard numbers it; empty for the algorithm as a whole.
    pub(crate) step: String,
    /// The algorithm's name.
    pub(crate) algorithm: String,
}

/// A line of evidence. Of `header`, `status`, `body`, `request` and `connection` one says where.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Shown {
    /// The exchange, by its place in `exchanges`.
    pub(crate) exchange: Option<usize>,
    /// The name of the response header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) header: Option<String>,
    /// The response's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// The part of the response's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<String>,
    /// The name of the request header, or of another part of the request; empty for all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<String>,
    /// The code of the connection's failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connection: Option<String>,
    /// What was seen there; null where it was absent.
    pub(crate) seen: Option<String>,
    /// What would have been needed.
    pub(crate) needed: Option<String>,
}

/// What to change.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Change {
    /// The target's id; `any` for general words.
    pub(crate) target: String,
    /// What to do: Markdown.
    pub(crate) text: String,
    /// Configuration to paste.
    pub(crate) files: Vec<File>,
}

/// A file of configuration.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct File {
    /// Its name, relative.
    pub(crate) name: String,
    /// Its content.
    pub(crate) content: String,
}

/// Who answered.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Target {
    /// The target's id.
    pub(crate) id: String,
    /// How sure that is.
    pub(crate) certainty: Sure,
    /// The target's name.
    pub(crate) name: String,
    /// What shows it.
    pub(crate) shown_by: String,
}

/// Two requests for one URL that different layers answered.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AnsweredApart {
    /// The preflight, by its place in `exchanges`.
    pub(crate) preflight: usize,
    /// The other request, likewise.
    pub(crate) other: usize,
    /// The same for people.
    pub(crate) text: String,
}

/// A layer that left its marks on a response.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Layer {
    /// The target's id.
    pub(crate) id: String,
    /// How sure: of `layer` that it wrote the response, of `through` that it passed it on.
    pub(crate) certainty: Sure,
    /// What shows it.
    pub(crate) evidence: String,
    /// The target's name.
    pub(crate) name: String,
}

/// A request that was sent, and what came of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Sent {
    /// Why it was sent.
    pub(crate) kind: Kind,
    /// The same for people, saying which probe it is.
    pub(crate) purpose: String,
    /// The request as it stood on the wire.
    pub(crate) request: SentRequest,
    /// The response; null where there was none.
    pub(crate) response: Option<Received>,
    /// Why there was no response.
    pub(crate) error: Option<Failure>,
    /// Who wrote the response; null where that cannot be told.
    pub(crate) layer: Option<Layer>,
    /// Those in front of it that passed the response on, the innermost first.
    pub(crate) through: Vec<Layer>,
    /// How long each stage took, in milliseconds; null where it did not take place.
    pub(crate) timing_ms: Times,
}

/// Why a request is sent.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A browser asks for permission.
    Preflight,
    /// The request itself, or its repetition at a redirect's target.
    Actual,
    /// No browser's request: sent to tell causes apart.
    Probe,
}

/// A request on the wire.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SentRequest {
    /// The method.
    pub(crate) method: String,
    /// The URL.
    pub(crate) url: String,
    /// The headers as pairs of name and value; a value has one char for each byte.
    pub(crate) headers: Vec<(String, String)>,
}

/// A response.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Received {
    /// The status.
    pub(crate) status: u16,
    /// The version of HTTP that was spoken.
    pub(crate) http_version: String,
    /// The headers in order, as pairs of name and value; a value has one char for each byte.
    pub(crate) headers: Vec<(String, String)>,
    /// The beginning of the body, 2 KiB at most.
    pub(crate) body_excerpt: String,
    /// The length of the body, content decoded, in bytes.
    pub(crate) body_length: usize,
    /// Whether it came over TLS.
    pub(crate) via_tls: bool,
}

/// Why there was no response.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Failure {
    /// Whose side failed.
    pub(crate) side: FailedSide,
    /// A stable code.
    pub(crate) code: String,
    /// The same for people.
    pub(crate) text: String,
}

/// Whose side failed.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailedSide {
    /// This machine.
    Client,
    /// The way between.
    Network,
    /// The server.
    Server,
}

/// How long each stage took, in milliseconds.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Times {
    /// Resolving the name.
    pub(crate) dns: Option<f64>,
    /// Connecting the socket.
    pub(crate) connect: Option<f64>,
    /// The TLS handshake.
    pub(crate) tls: Option<f64>,
    /// From the request's first byte to the response's head.
    pub(crate) first_byte: Option<f64>,
    /// From beginning to end.
    pub(crate) total: Option<f64>,
}
