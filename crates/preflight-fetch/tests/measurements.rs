//! What the three engines did in front of a measuring server, row by row, held against the model:
//! the requests on the wire, how the fetch ended, and every console line.
//!
//! The rows are in `measurements/engine-measurements.tsv` (Chromium 156, Firefox 153,
//! WebKitGTK 2.50.6). A row that the model does not match stands in `measurements/excused.toml` with
//! the reason; an excuse that is no longer needed fails.

mod replay;
mod row;

use preflight_fetch::Browser;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The table, one row a case.
pub(crate) const TABLE: &str = include_str!("measurements/engine-measurements.tsv");
const EXCUSED: &str = include_str!("measurements/excused.toml");

#[derive(Deserialize)]
struct Excuses {
    #[serde(default)]
    excused: Vec<Excuse>,
}

#[derive(Deserialize, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
struct Excuse {
    id: String,
    engine: String,
    reason: String,
}

#[test]
fn every_row_for_every_engine() {
    let excuses: Excuses = toml::from_str(EXCUSED).expect("excused.toml");
    let mut needed = BTreeSet::new();
    let mut report = String::new();
    let mut compared = 0;
    for row in row::rows(TABLE) {
        for browser in Browser::ENGINES {
            compared += 1;
            let (seen, expected) = (replay::replay(&row, browser), row.expected(browser));
            if seen == *expected {
                continue;
            }
            let excuse =
                excuses.excused.iter().find(|e| e.id == row.case && e.engine == browser.id());
            match excuse {
                Some(excuse) => {
                    assert!(!excuse.reason.is_empty(), "{}: an excuse has a reason", row.case);
                    needed.insert(excuse.clone());
                }
                None => {
                    let _ = writeln!(
                        report,
                        "{} in {browser}\n  measured {expected:#?}\n  model    {seen:#?}\n",
                        row.case
                    );
                }
            }
        }
    }
    assert_eq!(compared, 94 * 3, "the table has lost rows");
    assert!(report.is_empty(), "the model differs from the measurements:\n{report}");
    let stale: Vec<_> = excuses.excused.iter().filter(|e| !needed.contains(*e)).collect();
    let stale: Vec<_> = stale.iter().map(|e| format!("{} in {}", e.id, e.engine)).collect();
    assert!(stale.is_empty(), "excuses that are no longer needed: {stale:?}");
}
