//! The smallest case that still disagrees: parts are left out one at a time, all in one batch.

use crate::cases::{Call, CallBody, Case};
use crate::engines::Engine;
use crate::lab::{Lab, LabError};
use crate::model;
use crate::verdict::{About, disagreements, exclusion};
use preflight_fetch::{CacheMode, CredentialsMode, RedirectMode, RequestMode};

/// Leaves out of a case what it can while the browser and the model still disagree about the same.
///
/// # Errors
/// Where the browser does not answer any more.
pub async fn shrink<E: Engine>(
    lab: &mut Lab<E>,
    case: Case,
    about: About,
) -> Result<Case, LabError> {
    let mut smallest = case;
    loop {
        let browser = lab.engine().browser();
        let mut candidates = simpler(&smallest);
        candidates.retain(|case| exclusion(case, browser).is_none());
        let seen = lab.play(&candidates).await?;
        let found = candidates.into_iter().zip(seen).find(|(case, seen)| {
            let model = model::play(case, browser, lab.origins(), 0);
            disagreements(seen, &model).contains(&about)
        });
        match found {
            Some((case, _)) => smallest = case,
            None => return Ok(smallest),
        }
    }
}

/// Cases with one thing less, the largest things first.
#[must_use]
pub fn simpler(case: &Case) -> Vec<Case> {
    let mut candidates = Vec::new();
    let mut changed = |change: &dyn Fn(&mut Case)| {
        let mut candidate = case.clone();
        change(&mut candidate);
        if candidate != *case && !candidates.contains(&candidate) {
            candidates.push(candidate);
        }
    };
    for at in 0..case.calls.len() {
        if case.calls.len() > 1 {
            changed(&|c| drop(c.calls.remove(at)));
        }
        simpler_call(&case.calls[at], &mut |call| changed(&|c| c.calls[at] = call.clone()));
    }
    for at in 0..case.hops.len() {
        if case.hops.len() > 1 {
            changed(&|c| drop(c.hops.remove(at)));
            changed(&|c| c.hops.truncate(at + 1));
        }
        changed(&|c| c.hops[at].place = crate::cases::Place::Api);
        changed(&|c| c.hops[at].preflights.truncate(1));
        changed(&|c| c.hops[at].preflights.clear());
        changed(&|c| c.hops[at].actuals.truncate(1));
        simpler_answers(case, at, &mut changed);
    }
    candidates
}

fn simpler_answers(case: &Case, at: usize, changed: &mut impl FnMut(&dyn Fn(&mut Case))) {
    let hop = &case.hops[at];
    for (index, answer) in hop.preflights.iter().enumerate() {
        changed(&|c| c.hops[at].preflights[index].status = 200);
        for header in 0..answer.headers.len() {
            changed(&|c| drop(c.hops[at].preflights[index].headers.remove(header)));
        }
    }
    for (index, answer) in hop.actuals.iter().enumerate() {
        changed(&|c| c.hops[at].actuals[index].status = 200);
        for header in 0..answer.headers.len() {
            changed(&|c| drop(c.hops[at].actuals[index].headers.remove(header)));
        }
    }
}

fn simpler_call(call: &Call, changed: &mut dyn FnMut(Call)) {
    for at in 0..call.headers.len() {
        let mut simpler = call.clone();
        simpler.headers.remove(at);
        changed(simpler);
    }
    changed(Call { method: "GET".to_owned(), body: CallBody::None, ..call.clone() });
    changed(Call { mode: RequestMode::Cors, ..call.clone() });
    changed(Call { credentials: CredentialsMode::SameOrigin, ..call.clone() });
    changed(Call { redirect: RedirectMode::Follow, ..call.clone() });
    changed(Call { cache: CacheMode::Default, ..call.clone() });
    changed(Call { fragment: false, ..call.clone() });
    changed(Call { body: CallBody::None, ..call.clone() });
}
