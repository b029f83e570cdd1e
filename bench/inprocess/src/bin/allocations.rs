//! Prints how many allocations a subject makes for one request of each case. In a program of its own,
//! since counting takes time.

use bench_inprocess::{
    case::CASES,
    subject::{SUBJECTS, measured},
};

const REQUESTS: usize = 4;

fn main() {
    for case in &CASES {
        for subject in SUBJECTS.into_iter().filter(|subject| subject.takes(case)) {
            let mut asked = subject.prepare(case);
            measured(asked.batch(REQUESTS));
            let batch = asked.batch(REQUESTS);
            let counted = allocation_counter::measure(|| measured(batch));
            println!("{subject}\t{}\t{}", case.id, counted.count_total as f64 / REQUESTS as f64);
        }
    }
}
