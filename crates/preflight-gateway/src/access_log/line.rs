//! What is said of a request: a line of the access log, an entry of `/decisions`.

use super::AccessLogFormat;
use crate::ascii_json::write_json;
use crate::record::Record;
use http::{HeaderValue, Version};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::io::{self, Write};
use std::net::IpAddr;
use std::time::SystemTime;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const RFC_3339: &[BorrowedFormatItem<'_>] = format_description!(
    version = 2,
    "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z"
);

/// Characters of a text that was shortened.
const LONGEST: usize = 200;

const COMMON: &[BorrowedFormatItem<'_>] = format_description!(
    version = 2,
    "[day]/[month repr:short]/[year]:[hour]:[minute]:[second] +0000"
);

/// A line; its fields in the order in which the JSON has them. Durations are in seconds.
#[derive(Debug, Serialize)]
pub(crate) struct Line<'a> {
    #[serde(serialize_with = "rfc_3339")]
    time: OffsetDateTime,
    client: IpAddr,
    method: &'a str,
    target: Cow<'a, str>,
    version: &'static str,
    origin: Option<Cow<'a, str>>,
    /// What a preflight asks for.
    request_method: Option<Cow<'a, str>>,
    request_headers: Option<Cow<'a, str>>,
    status: u16,
    sent: u64,
    verdict: &'static str,
    policy: Option<usize>,
    shadow: Option<&'static str>,
    upstream: Option<&'a str>,
    failure: Option<&'static str>,
    first_byte: f64,
    duration: f64,
}

impl<'a> Line<'a> {
    pub(crate) fn new(record: &Record<'a>, now: SystemTime) -> Self {
        Self {
            time: now.into(),
            client: record.peer.ip(),
            method: record.method.as_str(),
            target: record.target.into(),
            version: version(record.version),
            origin: record.origin.map(text),
            request_method: record.preflight.map(|preflight| text(preflight.method)),
            request_headers: record.preflight.and_then(|preflight| preflight.headers).map(text),
            status: record.status.as_u16(),
            sent: record.sent,
            verdict: record.ruling.verdict.label(),
            policy: record.ruling.policy,
            shadow: record.shadow.map(|shadow| shadow.verdict.label()),
            upstream: record.upstream,
            failure: record.failure.map(|failure| failure.label()),
            first_byte: seconds(record.to_first_byte),
            duration: seconds(record.duration),
        }
    }

    /// What a client sent, cut to 200 characters each.
    pub(crate) fn shortened(mut self) -> Self {
        let texts = [&mut self.origin, &mut self.request_method, &mut self.request_headers];
        for text in texts.into_iter().flatten().chain([&mut self.target]) {
            if let Some((end, _)) = text.char_indices().nth(LONGEST) {
                *text = Cow::Owned(format!("{}…", &text[..end]));
            }
        }
        self
    }

    /// Appends the line with its end.
    pub(crate) fn write(&self, format: AccessLogFormat, out: &mut Vec<u8>) {
        match format {
            AccessLogFormat::Json => write_json(self, out),
            AccessLogFormat::Text => self.write_text(out),
        }
        .expect("a buffer takes all");
        out.push(b'\n');
    }

    fn write_text(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let time = self.time.format(COMMON).map_err(io::Error::other)?;
        write!(out, "{} - - [{time}] ", self.client)?;
        write_json(&format_args!("{} {} {}", self.method, self.target, self.version), out)?;
        write!(out, " {} {} ", self.status, self.sent)?;
        write_json(self.origin.as_deref().unwrap_or("-"), out)?;
        write!(out, " {} {}", self.verdict, self.upstream.unwrap_or("-"))?;
        if let Some(failure) = self.failure {
            write!(out, " {failure}")?;
        }
        write!(out, " {:.6}", self.duration)
    }
}

fn version(version: Version) -> &'static str {
    match version {
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2.0",
        _ => "HTTP/1.1",
    }
}

fn text(value: &HeaderValue) -> Cow<'_, str> {
    String::from_utf8_lossy(value.as_bytes())
}

fn seconds(duration: std::time::Duration) -> f64 {
    // Microseconds are what can be measured, and what a reader can read.
    #[expect(clippy::cast_precision_loss, reason = "exact for 285 years")]
    let micros = duration.as_micros() as f64;
    micros / 1e6
}

fn rfc_3339<S: Serializer>(time: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&time.format(RFC_3339).map_err(serde::ser::Error::custom)?)
}

#[cfg(test)]
mod tests;
