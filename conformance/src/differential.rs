//! Many cases in a real browser and in the model: the same requests on the wire, the same for the
//! script, the same on the console, for the same reason.

use crate::cases::Case;
use crate::cases::generate::generate;
use crate::cases::recorded::Recorded;
use crate::engines::Engine;
use crate::lab::{Lab, LabError};
use crate::model;
use crate::observed::Observed;
use crate::shrink::shrink;
use crate::verdict::{About, disagreements, exclusion};
use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

/// How many cases are handed to the page at once.
const BATCH: usize = 500;
/// How many disagreements are shrunk and printed, one of each kind.
const SHOWN: usize = 25;

/// A case that the browser and the model see differently.
#[derive(Debug, Clone)]
pub struct Disagreement {
    /// Where it comes from: `seed 1, case 17`, or a file.
    pub name: String,
    /// The case.
    pub case: Case,
    /// What they disagree about, the gravest first.
    pub about: Vec<About>,
    kind: String,
}

/// What was played.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// How many cases were played.
    pub cases: usize,
    /// How many requests arrived.
    pub requests: usize,
    /// How long it took.
    pub took: Duration,
    /// How many cases were not compared, by what excludes them.
    pub excluded: BTreeMap<&'static str, usize>,
    /// How many cases disagreed, but not when they were played once more, by what about.
    pub once: BTreeMap<String, usize>,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compared = self.cases - self.excluded.values().sum::<usize>();
        let speed = self.cases as f64 / self.took.as_secs_f64();
        write!(
            f,
            "{} cases, {compared} of them compared, {} requests, {speed:.0} cases/s",
            self.cases, self.requests
        )?;
        for (why, count) in &self.excluded {
            write!(f, "\n  {count} not compared: {why}")?;
        }
        for (about, count) in &self.once {
            write!(f, "\n  {count} disagreed once, but not when played again: {about}")?;
        }
        Ok(())
    }
}

/// A browser held against the model, and what came of it so far.
#[derive(Debug)]
pub struct Comparison<E> {
    lab: Lab<E>,
    gravest_ignored: Option<About>,
    tally: Tally,
    found: Vec<Disagreement>,
}

impl<E: Engine> Comparison<E> {
    /// Opens the lab. On another version than the recorded one neither reasons nor consoles count.
    ///
    /// # Errors
    /// Where the lab does not start.
    pub async fn open(engine: E) -> Result<Self, LabError> {
        let recorded = engine.version().starts_with(engine.recorded());
        let lab = Lab::start(engine).await?;
        let gravest_ignored = (!recorded).then_some(About::Reasons);
        Ok(Self { lab, gravest_ignored, tally: Tally::default(), found: Vec::new() })
    }

    /// What was played so far.
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// How many cases disagree so far.
    pub const fn found(&self) -> usize {
        self.found.len()
    }

    /// Plays so many generated cases of a seed.
    ///
    /// # Errors
    /// Where the browser does not answer any more.
    pub async fn play_generated(&mut self, seed: u64, count: u64) -> Result<(), LabError> {
        let indices: Vec<u64> = (0..count).collect();
        for batch in indices.chunks(BATCH) {
            let cases = batch.iter().map(|&index| {
                let name = format!("seed {seed}, case {index}");
                Recorded { name, case: generate(seed, index) }
            });
            self.play(cases.collect()).await?;
        }
        Ok(())
    }

    /// Plays cases, and those that disagree once more: what is left to chance (Chromium's preflight
    /// cache, when it is full, throws out any entry) does not disagree twice.
    ///
    /// # Errors
    /// Where the browser does not answer any more.
    pub async fn play(&mut self, cases: Vec<Recorded>) -> Result<(), LabError> {
        let started = Instant::now();
        self.tally.cases += cases.len();
        let compared = cases.into_iter().filter(|Recorded { case, .. }| {
            let why = exclusion(case, self.lab.engine().browser());
            why.into_iter().for_each(|why| *self.tally.excluded.entry(why).or_default() += 1);
            why.is_none()
        });
        let first = compared.collect();
        let first = self.disagreeing(first).await?;
        let again =
            |found: &Disagreement| Recorded { name: found.name.clone(), case: found.case.clone() };
        let second = self.disagreeing(first.iter().map(again).collect()).await?;
        for once in first.iter().filter(|d| second.iter().all(|again| again.name != d.name)) {
            *self.tally.once.entry(list(&once.about)).or_default() += 1;
        }
        self.found.extend(second);
        self.tally.took += started.elapsed();
        Ok(())
    }

    async fn disagreeing(&mut self, cases: Vec<Recorded>) -> Result<Vec<Disagreement>, LabError> {
        let values: Vec<Case> = cases.iter().map(|recorded| recorded.case.clone()).collect();
        let seen = self.lab.play(&values).await?;
        let mut found = Vec::new();
        for (Recorded { name, case }, browser) in cases.into_iter().zip(seen) {
            self.tally.requests += browser.requests.len();
            let model = self.model(&case);
            let mut about = disagreements(&browser, &model);
            about.retain(|about| self.gravest_ignored.is_none_or(|ignored| *about < ignored));
            if !about.is_empty() {
                let kind = kind(&about, &browser, &model);
                found.push(Disagreement { name, case, about, kind });
            }
        }
        Ok(found)
    }

    fn model(&self, case: &Case) -> Observed {
        model::play(case, self.lab.engine().browser(), self.lab.origins(), 0)
    }

    /// One disagreement of each kind, shrunk, as cases that can be read back: what was seen stands in
    /// comments.
    ///
    /// # Errors
    /// Where the browser does not answer any more.
    pub async fn describe(&mut self) -> Result<String, LabError> {
        let mut kinds: BTreeMap<&str, Vec<&Disagreement>> = BTreeMap::new();
        for disagreement in &self.found {
            kinds.entry(&disagreement.kind).or_default().push(disagreement);
        }
        let mut kinds: Vec<_> = kinds.into_values().collect();
        kinds.sort_by_key(|same| std::cmp::Reverse(same.len()));
        let shown: Vec<_> =
            kinds.iter().take(SHOWN).map(|same| (same[0].clone(), same.len())).collect();
        let mut texts = Vec::new();
        for (Disagreement { name, case, about, .. }, count) in shown {
            let smallest = shrink(&mut self.lab, case, about[0]).await?;
            let seen = self.lab.play(std::slice::from_ref(&smallest)).await?;
            let browser = seen.into_iter().next().unwrap_or_default();
            texts.push(format!(
                "# {name} ({count} of this kind): {}\n{smallest}{}",
                list(&about),
                comment(&browser, &self.model(&smallest))
            ));
        }
        Ok(texts.join("---\n"))
    }

    /// Whether the browser and the model agree on a case, and what both do, as its text with comments.
    ///
    /// # Errors
    /// Where the browser does not answer any more.
    pub async fn explain(&mut self, case: &Case) -> Result<(bool, String), LabError> {
        let seen = self.lab.play(std::slice::from_ref(case)).await?;
        let browser = seen.into_iter().next().unwrap_or_default();
        let model = self.model(case);
        let about = disagreements(&browser, &model);
        let excluded = exclusion(case, self.lab.engine().browser())
            .map_or_else(String::new, |why| format!("# not compared: {why}\n"));
        let text = format!(
            "# disagree about: {}\n{excluded}{case}{}",
            list(&about),
            comment(&browser, &model)
        );
        Ok((about.is_empty(), text))
    }

    /// Ends the browser in good order.
    pub async fn close(self) {
        self.lab.close().await;
    }
}

/// What was seen, as lines that a case's text may hold.
fn comment(browser: &Observed, model: &Observed) -> String {
    let seen = format!("browser\n{browser}model\n{model}");
    seen.lines().map(|line| format!("# {line}\n")).collect()
}

fn list(about: &[About]) -> String {
    about.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What tells one kind of disagreement from another, roughly.
fn kind(about: &[About], browser: &Observed, model: &Observed) -> String {
    let outline = |observed: &Observed| {
        let ends = observed.ends.iter().map(|end| end.to_string().chars().take(9).collect());
        let ends: Vec<String> = ends.collect();
        let reasons = observed.reasons.as_ref().filter(|_| about.contains(&About::Reasons));
        let lines = observed.console.iter().filter(|_| about == [About::Console]);
        let lines: Vec<&str> = lines.map(|line| line.split('{').next().unwrap_or(line)).collect();
        format!("{ends:?} {reasons:?} {} {lines:?}", observed.requests.len())
    };
    format!("{about:?}: {} / {}", outline(browser), outline(model))
}
