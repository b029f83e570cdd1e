//! The index of the standard's definitions, as stored.

use serde::Deserialize;
use std::{collections::BTreeMap, fmt};

/// `spec/fetch.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Index {
    /// The commit of whatwg/fetch.
    pub(super) commit: String,
    /// The anchors of the sections' headings.
    pub(super) sections: Vec<String>,
    #[serde(rename = "algorithm")]
    pub(super) algorithms: Vec<Algorithm>,
}

/// A definition of the standard: an algorithm, or a term, which has no steps.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Algorithm {
    /// Its anchor.
    pub(super) id: String,
    /// Other anchors within its text.
    #[serde(default)]
    pub(super) also: Vec<String>,
    pub(super) name: String,
    /// How many steps it has at the top.
    pub(super) steps: usize,
    /// How many steps are nested below a step: `"7"` has the steps 7.1, 7.2, …
    #[serde(default)]
    pub(super) inner: BTreeMap<String, usize>,
    /// Of its text, without tags and with white space collapsed.
    pub(super) sha256: String,
}

impl Index {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let index: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        match index.commit.len() {
            40 => Ok(index),
            _ => Err(format!("`{}` is not a commit's 40 hex digits", index.commit)),
        }
    }

    fn algorithm(&self, anchor: &str) -> Option<&Algorithm> {
        let by_id = self.algorithms.iter().find(|algorithm| algorithm.id == anchor);
        by_id.or_else(|| {
            self.algorithms.iter().find(|algorithm| algorithm.also.iter().any(|id| id == anchor))
        })
    }

    /// What is wrong with a citation.
    pub(super) fn problem(&self, anchor: &str, step: Option<&str>) -> Option<String> {
        let Some(algorithm) = self.algorithm(anchor) else {
            let is_section = step.is_none() && self.sections.iter().any(|id| id == anchor);
            return (!is_section).then(|| format!("the standard has no `#{anchor}`"));
        };
        let step = step.filter(|step| !step.is_empty())?;
        let (above, number) = match step.rsplit_once('.') {
            Some((above, number)) => (Some(above), number),
            None => (None, step),
        };
        let last = match above {
            None => algorithm.steps,
            Some(above) => algorithm.inner.get(above).copied().unwrap_or(0),
        };
        let exists = number.parse().is_ok_and(|number: usize| (1..=last).contains(&number));
        (!exists).then(|| format!("`{}` has no step {step}", algorithm.name))
    }

    /// What another text of the standard has changed.
    pub(super) fn differences(&self, current: &Self) -> Vec<String> {
        let find = |list: &[Algorithm], id: &str| list.iter().find(|a| a.id == id).cloned();
        let mut differences = vec![];
        for stored in &self.algorithms {
            match find(&current.algorithms, &stored.id) {
                None => differences.push(format!("`{}` (#{}) is gone", stored.name, stored.id)),
                Some(now) if now.sha256 != stored.sha256 => differences.push(format!(
                    "`{}` (#{}) changed, steps {} → {}: read it again",
                    stored.name, stored.id, stored.steps, now.steps
                )),
                Some(now) if now != *stored => differences.push(format!(
                    "`{}` (#{}) has other anchors or nesting",
                    stored.name, stored.id
                )),
                Some(_) => {}
            }
        }
        for now in &current.algorithms {
            if find(&self.algorithms, &now.id).is_none() {
                differences.push(format!("`{}` (#{}) is new", now.name, now.id));
            }
        }
        if self.sections != current.sections {
            differences.push("the sections are not the same".into());
        }
        differences
    }
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let list = |ids: &[String]| ids.iter().map(|id| quoted(id)).collect::<Vec<_>>().join(", ");
        f.write_str(
            "# An index of the Fetch standard (whatwg/fetch) at one commit, which our citations are\n\
             # checked against: `cargo x spec`. Written by `cargo x spec --source FILE --write`.\n\n",
        )?;
        writeln!(f, "commit = {}", quoted(&self.commit))?;
        f.write_str("sections = [\n")?;
        for section in &self.sections {
            writeln!(f, "    {},", quoted(section))?;
        }
        f.write_str("]\n")?;
        for algorithm in &self.algorithms {
            f.write_str("\n[[algorithm]]\n")?;
            writeln!(f, "id = {}", quoted(&algorithm.id))?;
            if !algorithm.also.is_empty() {
                writeln!(f, "also = [{}]", list(&algorithm.also))?;
            }
            writeln!(f, "name = {}", quoted(&algorithm.name))?;
            writeln!(f, "steps = {}", algorithm.steps)?;
            if !algorithm.inner.is_empty() {
                let inner: Vec<_> =
                    algorithm.inner.iter().map(|(at, n)| format!("{} = {n}", quoted(at))).collect();
                writeln!(f, "inner = {{ {} }}", inner.join(", "))?;
            }
            writeln!(f, "sha256 = {}", quoted(&algorithm.sha256))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, Index};

    fn index() -> Index {
        let check = Algorithm {
            id: "concept-cors-check".into(),
            also: vec!["cors-check-note".into()],
            name: "CORS \"check\"".into(),
            steps: 8,
            inner: [("7".to_owned(), 2), ("7.2".to_owned(), 1)].into(),
            sha256: "00".into(),
        };
        let commit = "0123456789012345678901234567890123456789".into();
        Index { commit, sections: vec!["cors-check".into()], algorithms: vec![check] }
    }

    #[test]
    fn what_is_written_reads_back() {
        let read = Index::parse(&index().to_string()).unwrap();
        assert_eq!(read.algorithms, index().algorithms);
        assert_eq!(read.sections, index().sections);
        assert!(index().differences(&read).is_empty());
    }

    #[test]
    fn a_citation_names_an_anchor_and_a_step_that_exist() {
        let problem = |anchor, step| index().problem(anchor, step);
        assert_eq!(problem("concept-cors-check", None), None);
        assert_eq!(problem("concept-cors-check", Some("")), None);
        assert_eq!(problem("concept-cors-check", Some("8")), None);
        assert_eq!(problem("concept-cors-check", Some("7.2.1")), None);
        assert_eq!(problem("cors-check-note", Some("7.1")), None);
        assert_eq!(problem("cors-check", None), None);
        assert!(problem("cors-check", Some("1")).unwrap().contains("no `#cors-check`"));
        for step in ["0", "9", "6.1", "7.3", "7.2.2", "x"] {
            assert!(problem("concept-cors-check", Some(step)).is_some(), "{step}");
        }
    }

    #[test]
    fn a_changed_text_is_named() {
        let mut changed = index();
        changed.algorithms[0].sha256 = "01".into();
        let differences = index().differences(&changed);
        assert_eq!(differences.len(), 1);
        assert!(differences[0].contains("#concept-cors-check) changed, steps 8 → 8"));
    }
}
