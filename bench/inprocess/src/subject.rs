//! Who is measured.

use crate::{actix, case::Case, tower};
use std::{fmt, hint::black_box};

/// A middleware with a handler that answers 200, a content type and a length; or the handler alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The handler alone, as a tower service.
    Bare,
    /// tower-http's `CorsLayer` around it.
    TowerHttp,
    /// Ours around it.
    Ours,
    /// Our policy's decision alone, without a service.
    Engine,
    /// A handler alone, as an actix service.
    ActixBare,
    /// actix-cors around it.
    ActixCors,
}

/// All, in the order of the tables.
pub const SUBJECTS: [Subject; 6] = [
    Subject::Bare,
    Subject::TowerHttp,
    Subject::Ours,
    Subject::Engine,
    Subject::ActixBare,
    Subject::ActixCors,
];

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bare => "bare",
            Self::TowerHttp => "tower-http",
            Self::Ours => "preflight-tower",
            Self::Engine => "preflight-policy",
            Self::ActixBare => "actix-bare",
            Self::ActixCors => "actix-cors",
        })
    }
}

/// Something that can be asked the request of its case again and again.
pub trait Asked {
    /// Makes requests ready; what is returned asks them, and drops requests and responses.
    fn batch(&mut self, count: usize) -> Box<dyn FnOnce() + '_>;

    /// Asks once and tells the origin that is allowed, if any.
    fn allowed_origin(&mut self) -> Option<String>;
}

impl Subject {
    /// Sets it up for a case.
    pub fn prepare(self, case: &Case) -> Box<dyn Asked> {
        match self {
            Self::Bare => tower::bare(case),
            Self::TowerHttp => tower::tower_http(case),
            Self::Ours => tower::ours(case),
            Self::Engine => tower::engine(case),
            Self::ActixBare => actix::bare(case),
            Self::ActixCors => actix::cors(case),
        }
    }

    /// Whether there is anything to measure: a handler alone knows no preflight.
    pub fn takes(self, case: &Case) -> bool {
        !(case.is_preflight() && matches!(self, Self::Bare | Self::ActixBare))
    }
}

/// How many requests are made ready at once: few where one takes milliseconds.
pub fn batch(subject: Subject, case: &Case) -> usize {
    if subject == Subject::ActixCors && case.is_huge() { 4 } else { 100 }
}

/// What is measured, under a name that can be found again in a profile.
#[inline(never)]
pub fn measured(work: Box<dyn FnOnce() + '_>) {
    black_box(work)();
}

/// The subject and the case that a program's two arguments name.
///
/// # Errors
///
/// A sentence where there is no such one.
pub fn named(subject: &str, case: &str) -> Result<(Subject, &'static Case), String> {
    let found = SUBJECTS.into_iter().find(|one| one.to_string() == subject);
    let subject = found.ok_or_else(|| format!("no subject `{subject}`"))?;
    let found = crate::case::CASES.iter().find(|one| one.id == case);
    Ok((subject, found.ok_or_else(|| format!("no case `{case}`"))?))
}
