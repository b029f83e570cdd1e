//! What running the generated configurations has shown. The tests on the real servers hold these
//! tables against what they see, and write them with `BLESS=1`.

/// A real server that runs what is generated, and how much it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Equivalence {
    /// The target's id.
    pub target: &'static str,
    /// Another version or another place of the configuration; mostly empty.
    pub variant: &'static str,
    /// How many of the tests' policies it expresses.
    pub policies: usize,
    /// How many it does not, and approximates.
    pub approximations: usize,
    /// How many outcomes of pages' calls in the four browsers of the model were held against the
    /// policies' own evaluation, and were equal.
    pub cases: usize,
}

/// A cause with which the real server was started broken, recognised, and put right by what was
/// generated for it, so that a real browser's `fetch()` succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cured {
    /// The target's id.
    pub target: &'static str,
    /// The cause's id.
    pub cause: &'static str,
    /// In how many ways it was brought about.
    pub ways: usize,
}

/// The file of [`equivalences`], in this crate's sources.
pub const EQUIVALENCES: &str = "proven/equivalences.tsv";
/// The file of [`cured`], in this crate's sources.
pub const CURED: &str = "proven/cured.tsv";

/// The real servers that run what is generated, by target.
pub fn equivalences() -> impl Iterator<Item = Equivalence> {
    rows(include_str!("proven/equivalences.tsv")).map(
        |[target, variant, policies, approximations, cases]| Equivalence {
            target,
            variant,
            policies: count(policies),
            approximations: count(approximations),
            cases: count(cases),
        },
    )
}

/// The causes that were put right, by target.
pub fn cured() -> impl Iterator<Item = Cured> {
    rows(include_str!("proven/cured.tsv")).map(|[target, cause, ways]| Cured {
        target,
        cause,
        ways: count(ways),
    })
}

/// The lines of a table, the first of which names its columns.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    })
}

fn count(cell: &str) -> usize {
    cell.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Target;
    use crate::generate::Proof;
    use std::collections::BTreeSet;

    #[test]
    fn what_is_said_to_run_on_the_real_server_does() {
        let ran: BTreeSet<&str> = equivalences().map(|row| row.target).collect();
        let said: BTreeSet<&str> = crate::TARGETS
            .iter()
            .filter(|t| t.generator.as_ref().is_some_and(|g| g.proof == Proof::RealServer))
            .map(|t| t.id)
            .collect();
        assert_eq!(said, ran);
        assert!(equivalences().all(|row| row.policies > 0 && row.cases > 0));
        assert!(cured().all(|row| Target::by_id(row.target).is_some() && row.ways > 0));
    }
}
