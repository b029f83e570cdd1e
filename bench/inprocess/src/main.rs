//! The middleware side by side: tower-http's, actix-cors and ours around the same handler, and that
//! handler alone, whose cost is subtracted. `bench/inprocess/run` installs what this needs, and
//! builds and runs it.

mod goals;
mod profile;
mod table;
mod time;

use bench_inprocess::{
    case::{CASES, Case},
    subject::{SUBJECTS, Subject},
};
use clap::Parser;
use std::{fs, path::PathBuf, process::ExitCode};

/// Why a benchmark could not be made.
type Error = Box<dyn std::error::Error>;

/// Measures CORS middleware side by side and prints Markdown tables
#[derive(Parser)]
#[command(name = "bench/inprocess/run", help_expected = true)]
struct Args {
    /// One round, and no instructions of actix, for a first look
    #[arg(long)]
    quick: bool,
    /// Which cases to measure, by their names in the tables, as in `a,b,e 10k`; all by default
    #[arg(long, value_delimiter = ',', value_name = "CASE")]
    cases: Vec<String>,
    /// Write the tables there too
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What was measured of a subject in a case.
struct Figures {
    subject: Subject,
    case: &'static Case,
    time: time::Time,
    /// Allocations a request.
    allocations: f64,
    /// Instructions a request; none where they were not counted.
    instructions: Option<f64>,
}

/// All figures.
struct Results(Vec<Figures>);

impl Results {
    fn of(&self, subject: Subject, case: &str) -> Option<&Figures> {
        self.0.iter().find(|figures| figures.subject == subject && figures.case.id == case)
    }
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(args: &Args) -> Result<(), Error> {
    let cases = chosen(&args.cases)?;
    let pairs: Vec<(Subject, &'static Case)> = cases
        .iter()
        .flat_map(|case| SUBJECTS.map(|subject| (subject, *case)))
        .filter(|(subject, case)| subject.takes(case))
        .collect();
    for (subject, case) in &pairs {
        same_job(*subject, case)?;
    }
    let rounds = if args.quick { 1 } else { 7 };
    let times = time::rounds(&pairs, rounds);
    let allocations = profile::allocations()?;
    let mut figures = Vec::new();
    for ((subject, case), time) in pairs.into_iter().zip(times) {
        let peer = matches!(subject, Subject::ActixBare | Subject::ActixCors);
        let instructions =
            if args.quick && peer { None } else { Some(profile::instructions(subject, case)?) };
        let allocations = *allocations
            .get(&(subject.to_string(), case.id.to_owned()))
            .ok_or_else(|| format!("nobody counted the allocations of {subject} in {}", case.id))?;
        figures.push(Figures { subject, case, time, allocations, instructions });
    }
    let results = Results(figures);
    let head = table::head(args.quick, rounds)?;
    let text = head + &table::all(&cases, &results) + &goals::table(&results);
    print!("{text}");
    if let Some(path) = &args.output {
        fs::write(path, &text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn chosen(ids: &[String]) -> Result<Vec<&'static Case>, Error> {
    if let Some(id) = ids.iter().find(|id| CASES.iter().all(|case| case.id != **id)) {
        let known: Vec<_> = CASES.iter().map(|case| case.id).collect();
        return Err(format!("no case `{id}`; there are {}", known.join(", ")).into());
    }
    let wanted = |case: &&Case| ids.is_empty() || ids.iter().any(|id| id == case.id);
    Ok(CASES.iter().filter(wanted).collect())
}

/// Sees that a subject allows and refuses what the case says: who does not do the job is not measured.
fn same_job(subject: Subject, case: &Case) -> Result<(), Error> {
    let origin = (case.origin)(case.origins);
    let allowed = subject.prepare(case).allowed_origin().is_some_and(|allowed| allowed == origin);
    // What a preflight asks for beyond its origin is told by other headers; nor does tower-http look.
    let by_origin = case.is_preflight() && case.id.starts_with('h');
    let handler = matches!(subject, Subject::Bare | Subject::ActixBare);
    let expected = case.allowed && !origin.is_empty() && !handler;
    if by_origin || allowed == expected {
        return Ok(());
    }
    let verb = if allowed { "allows" } else { "does not allow" };
    Err(format!("{subject} {verb} the origin of case {}: {}", case.id, case.title).into())
}
