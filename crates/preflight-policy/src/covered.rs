//! Entries of `allow_origins` that say nothing new.

use crate::origin_pattern::{HostPattern, OriginPattern, PortPattern};
use crate::origin_set::OriginSet;
use crate::problem::Reason;
use std::collections::BTreeMap;

/// The entries that another one makes superfluous. Each pattern is asked for by an origin that it
/// allows, first of the set of those before it, then of those after it: no pair is compared twice.
pub(crate) fn covered(patterns: &[(usize, OriginPattern)]) -> Vec<(usize, Reason)> {
    let at: BTreeMap<usize, &OriginPattern> =
        patterns.iter().map(|(entry, pattern)| (*entry, pattern)).collect();
    let mut found: BTreeMap<usize, Reason> = BTreeMap::new();
    let mut look = |order: &mut dyn Iterator<Item = &(usize, OriginPattern)>, twins: bool| {
        let mut set = OriginSet::default();
        for (entry, pattern) in order {
            let by = set.any().or_else(|| set.find(an_origin(pattern).as_bytes()));
            match by.and_then(|by| at.get(&by)).filter(|by| by.covers(pattern)) {
                Some(by) if *by == pattern => {
                    if twins {
                        found.insert(*entry, Reason::Duplicate);
                    }
                }
                Some(_) => {
                    found.entry(*entry).or_insert(Reason::OriginCovered);
                }
                None => set.insert(*entry, pattern),
            }
        }
    };
    look(&mut patterns.iter(), true);
    look(&mut patterns.iter().rev(), false);
    found.into_iter().collect()
}

/// An origin that `pattern` allows, and of the narrower patterns as few as possible.
fn an_origin(pattern: &OriginPattern) -> String {
    let OriginPattern::Of { scheme, host, port } = pattern else { return "*".to_owned() };
    let host = match host {
        HostPattern::Exact(host) => host.clone(),
        HostPattern::Below(base) => format!("any-label-at-all.{base}"),
    };
    match port {
        PortPattern::Default => format!("{scheme}://{host}"),
        PortPattern::Exact(port) => format!("{scheme}://{host}:{port}"),
        PortPattern::Any => format!("{scheme}://{host}:1"),
    }
}
