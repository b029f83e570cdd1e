//! What a message can say: `sayings.tsv`, one line each, with the causes that it leaves possible where
//! nothing else in the text tells them apart.

use preflight_report::Certainty;
use std::sync::LazyLock;

static SAYINGS: LazyLock<Vec<Saying>> = LazyLock::new(|| {
    let lines = include_str!("sayings.tsv").lines().skip(1).filter(|line| !line.is_empty());
    lines.map(Saying::read).collect()
});

/// One line of `sayings.tsv`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Saying {
    pub(super) id: &'static str,
    /// How much it tells: of several messages about one URL the heaviest is explained.
    pub(super) weight: u8,
    /// What it says, for people.
    pub(super) sentence: &'static str,
    /// The causes it leaves possible, the most probable first.
    pub(super) causes: Vec<(&'static str, Certainty)>,
    /// The groups of causes that it excludes; see `excluded.rs`.
    pub(super) excludes: Vec<&'static str>,
    /// Which list of remedies that do not help belongs to it; see `remedies.rs`.
    pub(super) remedies: &'static str,
    /// The page that says more: a concept, or a header.
    pub(super) see: Option<&'static str>,
}

impl Saying {
    fn read(line: &'static str) -> Self {
        let mut columns = line.split('\t').map(|column| if column == "-" { "" } else { column });
        let mut column = || columns.next().unwrap_or_default();
        let (id, weight, sentence) = (column(), column(), column());
        let causes = column().split_whitespace().map(suspect).collect();
        let excludes = column().split(',').filter(|group| !group.is_empty()).collect();
        let remedies = column();
        let see = Some(column()).filter(|page| !page.is_empty());
        let weight = weight.parse().expect("bug in preflight, please report: a weight");
        Self { id, weight, sentence, causes, excludes, remedies, see }
    }
}

/// `id:certainty`.
fn suspect(text: &'static str) -> (&'static str, Certainty) {
    let (id, certainty) = text.split_once(':').unwrap_or((text, "possible"));
    (id, certainty_of(certainty))
}

/// The certainty of this name; what has none is possible.
pub(crate) fn certainty_of(word: &str) -> Certainty {
    match word {
        "certain" => Certainty::Certain,
        "likely" => Certainty::Likely,
        _ => Certainty::Possible,
    }
}

/// What a message of `messages.tsv` says.
pub(super) fn get(id: &str) -> &'static Saying {
    let found = SAYINGS.iter().find(|saying| saying.id == id);
    found.unwrap_or_else(|| unreachable!("bug in preflight, please report: no saying `{id}`"))
}

/// Everything a message can say, for the tests.
#[cfg(test)]
pub(super) fn all() -> &'static [Saying] {
    &SAYINGS
}

#[cfg(test)]
mod tests {
    use super::all;
    use crate::causes::CAUSES;
    use crate::explain::remedies;
    use crate::reference;
    use std::collections::BTreeSet;

    #[test]
    fn every_saying_names_what_exists() {
        let mut ids = BTreeSet::new();
        for saying in all() {
            assert!(ids.insert(saying.id), "`{}` stands twice", saying.id);
            assert!(
                !saying.sentence.is_empty() && !saying.sentence.ends_with('.'),
                "{}",
                saying.id
            );
            for (id, _) in &saying.causes {
                assert!(CAUSES.iter().any(|c| c.id == *id), "{} names `{id}`", saying.id);
            }
            let groups = ["network", "missing", "value", "preflight", "answered", "cors"];
            assert!(saying.excludes.iter().all(|group| groups.contains(group)), "{}", saying.id);
            assert!(saying.see.is_none_or(|id| reference::kind_of(id).is_some()), "{}", saying.id);
            let empty = remedies::list(saying.remedies, false).is_empty();
            assert_eq!(empty, saying.remedies == "none", "{}", saying.id);
        }
    }
}
