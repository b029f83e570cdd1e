//! What a CORS server should do, as one table that every server of ours plays: the policy alone, the
//! tower layer, the gateway over sockets.
//!
//! The table is data, in `casebook/behaviours/`: [`Case`]s, each a request and the *whole* answer;
//! [`Configuration`]s, each what is written and *all* that is said of it; and the [`Peer`]s, whose
//! faults the cases refute. A server plays it by being a [`Subject`].

mod head;
mod play;

pub use head::Head;
pub use play::{Failure, Seen, Subject, Upstream, play};

use preflight_policy::{PolicyConfig, Problem, Severity};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const POLICIES: &str = include_str!("../behaviours/policies.toml");
const PEERS: &str = include_str!("../behaviours/peers.toml");
const CASES: [&str; 6] = [
    include_str!("../behaviours/requests.toml"),
    include_str!("../behaviours/preflights.toml"),
    include_str!("../behaviours/responses.toml"),
    include_str!("../behaviours/paths.toml"),
    include_str!("../behaviours/reload_and_shadow.toml"),
    include_str!("../behaviours/configuration.toml"),
];

/// One case as written. In its texts `{}` stands for each entry of `each` in turn, `{0}` and `{1}` for
/// what stands before and after ` => ` in it, and `{3 x ab}` for `ababab`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// A sentence that is true.
    pub name: String,
    /// Which of the behaviours that every CORS server should have.
    pub behaviour: Option<u8>,
    /// Which policies serve, by their name in `policies.toml`.
    pub policy: String,
    /// Which policies are to replace them before the request comes.
    pub reload: Option<String>,
    /// What is said of those, each as [`problem_line`] writes it.
    #[serde(default)]
    pub problems: Vec<String>,
    /// What the case is played with.
    #[serde(default)]
    pub each: Vec<String>,
    /// The request's head.
    pub request: String,
    /// What the application would answer; 200 without headers where nothing is said.
    pub upstream: Option<String>,
    /// Why there is no answer from it instead.
    pub failure: Option<String>,
    /// The answer, the application never having been asked.
    pub answered: Option<String>,
    /// The response, the application having been asked once where it could be.
    pub forwarded: Option<String>,
    /// The ruling in words, or only its label.
    pub verdict: Option<String>,
    /// The ruling of the policies in shadow mode; none where nothing is said and there is a verdict.
    pub shadow: Option<String>,
    /// Whether a server with limits on heads refuses this one unread.
    #[serde(default)]
    pub too_large: bool,
    /// Whether a server in front of others refuses this target with 400, since they might read it
    /// otherwise than it does.
    #[serde(default)]
    pub ambiguous: bool,
    /// The faults that this refutes: `peer-fault`.
    #[serde(default)]
    pub wrong_in: Vec<String>,
}

/// What is written, and all that is said of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// A sentence that is true.
    pub name: String,
    /// Which of the behaviours that every CORS server should have.
    pub behaviour: Option<u8>,
    /// What the case is played with.
    #[serde(default)]
    pub each: Vec<String>,
    /// The policies as written.
    pub policies: Vec<toml::Value>,
    /// Everything said of them, each as [`problem_line`] writes it.
    pub problems: Option<Vec<String>>,
    /// Where it does not matter which: the reasons of which each is one, all of them errors.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Words that the sentences hold.
    #[serde(default)]
    pub says: Vec<String>,
    /// The faults that this refutes.
    #[serde(default)]
    pub wrong_in: Vec<String>,
}

/// Another server.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    /// Its name and the version that was read or run.
    pub name: String,
    /// What the names of its faults begin with.
    pub id: String,
    /// What it does otherwise.
    pub faults: Vec<Fault>,
}

/// What a server does otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Its name after the peer's.
    pub id: String,
    /// A sentence without its subject.
    pub does: String,
    /// Why no case of ours can show it.
    pub not_here: Option<String>,
}

/// The whole table.
#[derive(Debug)]
pub struct Table {
    /// Named policies.
    pub policies: BTreeMap<String, Vec<PolicyConfig>>,
    /// The cases, in the order of their files.
    pub cases: Vec<Case>,
    /// The configurations.
    pub configurations: Vec<Configuration>,
    /// Other servers.
    pub peers: Vec<Peer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    #[serde(default)]
    case: Vec<Case>,
    #[serde(default)]
    configuration: Vec<Configuration>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Peers {
    peer: Vec<Peer>,
}

impl Table {
    /// Reads the table.
    ///
    /// # Panics
    /// Where a file of it is wrong: the build is broken then.
    #[must_use]
    pub fn read() -> Self {
        fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> T {
            toml::from_str(text).unwrap_or_else(|error| panic!("casebook/behaviours: {error}"))
        }
        let mut table = Self {
            policies: parsed(POLICIES),
            cases: Vec::new(),
            configurations: Vec::new(),
            peers: parsed::<Peers>(PEERS).peer,
        };
        for text in CASES {
            let cases: Cases = parsed(text);
            table.cases.extend(cases.case);
            table.configurations.extend(cases.configuration);
        }
        table
    }

    /// The policies of a name.
    ///
    /// # Panics
    /// Where there are none.
    #[must_use]
    pub fn policy(&self, name: &str) -> &[PolicyConfig] {
        self.policies.get(name).unwrap_or_else(|| panic!("no policy is called `{name}`"))
    }

    /// The faults that no case refutes although nothing says why, and the ones refuted that nobody
    /// has.
    #[must_use]
    pub fn loose_ends(&self) -> Vec<String> {
        let cases = self.cases.iter().flat_map(|case| &case.wrong_in);
        let configurations = self.configurations.iter().flat_map(|c| &c.wrong_in);
        let refuted: BTreeSet<&String> = cases.chain(configurations).collect();
        let mut known = BTreeSet::new();
        let mut loose = Vec::new();
        for peer in &self.peers {
            for fault in &peer.faults {
                let id = format!("{}-{}", peer.id, fault.id);
                match (refuted.contains(&id), &fault.not_here) {
                    (false, None) => loose.push(format!("{id}: no case refutes it")),
                    (true, Some(_)) => loose.push(format!("{id}: refuted, yet `not_here`")),
                    _ => {}
                }
                if !known.insert(id.clone()) {
                    loose.push(format!("{id}: named twice"));
                }
            }
        }
        let unknown = refuted.into_iter().filter(|id| !known.contains(*id));
        loose.extend(unknown.map(|id| format!("{id}: no peer has this fault")));
        loose
    }
}

/// A problem as the table writes it: `error policy[0].allow_origins[1] trailing-slash → https://a.com`.
#[must_use]
pub fn problem_line(problem: &Problem) -> String {
    let severity = match problem.severity() {
        Severity::Error => "error",
        Severity::Note => "note",
    };
    let line = format!("{severity} {} {}", problem.place, problem.reason.id());
    match &problem.correction {
        Some(correction) => format!("{line} → {correction}"),
        None => line,
    }
}

/// `text` with one entry of `each` in its places, and what is repeated written out.
#[must_use]
pub fn filled(text: &str, entry: Option<&str>) -> String {
    let mut text = text.to_owned();
    if let Some(entry) = entry {
        let (before, after) = entry.split_once(" => ").unwrap_or((entry, entry));
        text = text.replace("{0}", before).replace("{1}", after).replace("{}", entry);
    }
    while let Some((range, written_out)) = repetition(&text) {
        text.replace_range(range, &written_out);
    }
    text
}

/// The first `{3 x ab}` in `text`, and `ababab`.
fn repetition(text: &str) -> Option<(std::ops::Range<usize>, String)> {
    text.match_indices('{').find_map(|(start, _)| {
        let (inside, _) = text[start + 1..].split_once('}')?;
        let (count, what) = inside.split_once(" x ")?;
        Some((start..start + inside.len() + 2, what.repeat(count.parse().ok()?)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_filled() {
        assert_eq!(filled("a {} b", Some("c")), "a c b");
        assert_eq!(filled("{1} by {0}", Some("x => y; z")), "y; z by x");
        assert_eq!(filled("<{3 x a,}{2 x  }>", None), "<a,a,a,  >");
        assert_eq!(filled("{x}", None), "{x}");
    }

    #[test]
    fn every_behaviour_has_a_case() {
        let table = Table::read();
        let cases = table.cases.iter().filter_map(|case| case.behaviour);
        let configurations = table.configurations.iter().filter_map(|c| c.behaviour);
        let shown: BTreeSet<u8> = cases.chain(configurations).collect();
        // The last is a property: `preflight-policy/tests/oracle.rs`.
        assert_eq!(shown, (1..=26).collect());
    }

    #[test]
    fn every_fault_of_a_peer_is_refuted_or_cannot_happen_here() {
        let loose = Table::read().loose_ends();
        assert!(loose.is_empty(), "{}", loose.join("\n"));
    }

    #[test]
    fn names_are_unique() {
        let table = Table::read();
        let mut seen = BTreeSet::new();
        let cases = table.cases.iter().map(|case| &case.name);
        for name in cases.chain(table.configurations.iter().map(|c| &c.name)) {
            assert!(seen.insert(name), "{name}");
        }
    }
}
