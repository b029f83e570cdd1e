//! The tables of what was proven, in the sources of `preflight-targets`: held against what the tests
//! see, or with `BLESS=1` written.

use std::fs;
use std::path::Path;

/// Holds the rows of the `ran` targets against the table at `path`, or writes them into it. A row is
/// its cells with tabs between, the target's id first.
///
/// # Errors
/// What differs.
///
/// # Panics
/// Where the table cannot be read or written.
pub fn recorded(path: &str, ran: &[&str], mut rows: Vec<String>) -> Result<(), String> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/preflight-targets/src");
    let path = sources.join(path);
    let table = fs::read_to_string(&path).expect("the table can be read");
    let mut lines = table.lines().map(str::to_owned);
    let head = lines.next().expect("a head");
    let (mut before, others): (Vec<_>, Vec<_>) =
        lines.partition(|row| ran.iter().any(|&id| row.split('\t').next() == Some(id)));
    rows.sort();
    before.sort();
    if before == rows {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_none() {
        let (before, rows) = (before.join("\n  "), rows.join("\n  "));
        return Err(format!(
            "{} says\n  {before}\nand the tests\n  {rows}\nBLESS=1 writes it",
            path.display()
        ));
    }
    rows.extend(others);
    rows.sort();
    fs::write(&path, format!("{head}\n{}\n", rows.join("\n"))).expect("the table can be written");
    Ok(())
}
