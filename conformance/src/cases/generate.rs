//! Cases at random: servers that would let the request through, with a few things wrong.

use super::{Answer, Call, CallBody, Case, Hop, Place};
use crate::random::Random;
use preflight_fetch::{CredentialsMode, RedirectMode, RequestMode};

mod answers;
mod calls;

/// A case of a seed. The same two numbers give the same case for ever.
#[must_use]
pub fn generate(seed: u64, index: u64) -> Case {
    let mut random = Random::for_case(seed, index);
    let call = calls::call(&mut random);
    let mut calls = vec![call];
    if random.chance(12) {
        calls.push(calls::again(&mut random, &calls[0]));
    }
    let hops = hops(&mut random, &calls);
    Case { calls, hops }
}

/// The chain: mostly one URL, at times up to three redirects to more.
fn hops(random: &mut Random, calls: &[Call]) -> Vec<Hop> {
    let redirects = random.weighted(&[(72, 0), (17, 1), (8, 2), (3, 3)]);
    let first = random.weighted(&[(64, Place::Api), (24, Place::Api2), (12, Place::Page)]);
    let mut places = vec![first];
    for _ in 0..redirects {
        places.push(random.pick(&Place::ALL));
    }
    let mut tainted = false;
    let mut hops = Vec::new();
    for (index, &place) in places.iter().enumerate() {
        let context = answers::Context { tainted, repeated: calls.len() > 1 };
        let preflights = answers::preflights(random, calls, context);
        let actuals = match places.get(index + 1) {
            Some(_) => vec![answers::redirect(random, &calls[0], context)],
            None => answers::actuals(random, calls, context),
        };
        hops.push(Hop { place, preflights, actuals });
        let leaves = places.get(index + 1).is_some_and(|next| *next != place);
        tainted |= leaves && place != Place::Page;
    }
    hops
}

/// Whether a call sends credentials wherever it goes.
fn includes(call: &Call) -> bool {
    call.credentials == CredentialsMode::Include
}

/// The call's modes: mostly the ones that CORS is about.
fn modes(random: &mut Random) -> (RequestMode, CredentialsMode, RedirectMode) {
    (
        random.weighted(&[
            (86, RequestMode::Cors),
            (9, RequestMode::NoCors),
            (5, RequestMode::SameOrigin),
        ]),
        random.weighted(&[
            (40, CredentialsMode::SameOrigin),
            (40, CredentialsMode::Include),
            (20, CredentialsMode::Omit),
        ]),
        random.weighted(&[
            (90, RedirectMode::Follow),
            (5, RedirectMode::Error),
            (5, RedirectMode::Manual),
        ]),
    )
}

/// The call's body, where its method may have one.
fn body(random: &mut Random, method: &str) -> CallBody {
    let may = !["GET", "HEAD"].iter().any(|m| method.eq_ignore_ascii_case(m)) || random.chance(2);
    if !may {
        return CallBody::None;
    }
    random.weighted(&[(55, CallBody::None), (42, CallBody::Bytes), (3, CallBody::Stream)])
}

/// `answer` with some of its headers spoiled.
fn spoil(random: &mut Random, answer: &mut Answer) {
    for _ in 0..random.weighted(&[(48, 0), (36, 1), (11, 2), (5, 3)]) {
        answers::spoil_one(random, answer);
    }
}
