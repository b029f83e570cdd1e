//! `[[policy]]`: its keys, and where each of them stands.

use super::fault::Fault;
use super::position::{Lines, Position, Span};
use super::section::{Section, Written};
use super::written::quoted;
use crate::config::{MaxAge, PolicyConfig};
use crate::problem::{Field, Place, Problem};
use std::collections::BTreeMap;

/// Where one policy stands.
#[derive(Debug)]
pub(super) struct PolicySpans {
    header: Span,
    fields: BTreeMap<Field, Span>,
    entries: BTreeMap<Field, Vec<Span>>,
}

/// Where each policy, field and entry stands in the file.
#[derive(Debug, Default)]
pub struct Places(pub(super) Vec<PolicySpans>);

impl Places {
    /// The header of one policy, counted from 0.
    pub(super) fn header(&self, policy: usize) -> Option<Span> {
        self.0.get(policy).map(|spans| spans.header)
    }

    /// The nearest that is written: the entry, else the field, else the policy's header.
    #[must_use]
    pub fn span(&self, place: Place) -> Span {
        let Some(policy) = self.0.get(place.policy) else { return Span::default() };
        let entries = policy.entries.get(&place.field);
        place
            .entry
            .and_then(|entry| entries?.get(entry))
            .or_else(|| policy.fields.get(&place.field))
            .copied()
            .unwrap_or(policy.header)
    }

    /// The same as line and column of `text`, which is the text that was read.
    #[must_use]
    pub fn position(&self, text: &str, place: Place) -> Position {
        Lines::of(text).position(self.span(place))
    }
}

/// Reads one `[[policy]]`.
pub(super) fn read(section: &mut Section<'_>) -> (PolicyConfig, PolicySpans) {
    let fields = [
        Field::Paths,
        Field::AllowOrigins,
        Field::AllowMethods,
        Field::AllowHeaders,
        Field::ExposeHeaders,
        Field::AllowCredentials,
        Field::MaxAge,
    ];
    let mut spans = PolicySpans {
        header: section.span(),
        fields: fields.iter().filter_map(|f| Some((*f, section.span_of(f.name())?))).collect(),
        entries: BTreeMap::new(),
    };
    let mut list = |section: &mut Section<'_>, field: Field| {
        let entries = section.strings(field.name());
        spans.entries.insert(field, entries.iter().map(|entry| entry.span).collect());
        entries.into_iter().map(|entry| entry.value).collect()
    };
    let flag = |section: &mut Section<'_>, key: &'static str| {
        section.boolean(key).is_some_and(|written| written.value)
    };
    let config = PolicyConfig {
        paths: list(section, Field::Paths),
        allow_origins: list(section, Field::AllowOrigins),
        allow_methods: list(section, Field::AllowMethods),
        allow_headers: list(section, Field::AllowHeaders),
        expose_headers: list(section, Field::ExposeHeaders),
        allow_credentials: flag(section, Field::AllowCredentials.name()),
        max_age: max_age(section),
        quiet: flag(section, "quiet"),
        debug: flag(section, "debug"),
        shadow: flag(section, "shadow"),
        dangerously_allow_insecure_origins: flag(section, "dangerously_allow_insecure_origins"),
        dangerously_allow_public_suffixes: flag(section, "dangerously_allow_public_suffixes"),
    };
    (config, spans)
}

fn max_age(section: &mut Section<'_>) -> Option<MaxAge> {
    let Written { value, span } = section.text_or_integer(Field::MaxAge.name())?;
    match value.parse() {
        Ok(max_age) => Some(max_age),
        Err(_) => {
            let reason = "`max_age` is a number of seconds, or a text such as `\"90s\"`, `\"10m\"` or \
                          `\"1h\"`";
            section.report(span, Fault::error("not-a-duration", reason));
            None
        }
    }
}

/// A problem of a policy as the fault of a file, whose corrections are TOML.
pub(super) fn fault(problem: &Problem) -> Fault {
    let mut fault = Fault::from(problem);
    if problem.place.entry.is_some() {
        fault.correction = fault.correction.map(|text| quoted(&text));
    }
    fault
}
