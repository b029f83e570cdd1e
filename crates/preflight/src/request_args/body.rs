//! Bodies as curl reads them.

use std::io::Read as _;

/// Which flag a body came by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DataFlag {
    /// `--data-binary`
    Binary,
    /// `-d`
    Data,
    /// `--json`
    Json,
    /// `--data-raw`
    Raw,
}

impl DataFlag {
    /// Puts a part behind what is there: with `&` between, but for JSON.
    pub(super) fn join(self, body: &mut Option<Vec<u8>>, part: Vec<u8>) {
        match body {
            None => *body = Some(part),
            Some(body) => {
                if self != Self::Json {
                    body.push(b'&');
                }
                body.extend(part);
            }
        }
    }
}

/// The bytes of one flag's value; an error says why a file cannot be read.
pub(super) fn read(flag: DataFlag, value: &str) -> Result<Vec<u8>, String> {
    let Some(path) = value.strip_prefix('@').filter(|_| flag != DataFlag::Raw) else {
        return Ok(value.as_bytes().to_vec());
    };
    let mut bytes = Vec::new();
    let read = if path == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(path).map(|read| bytes = read)
    };
    // Without the number that the system gives it.
    read.map_err(|e| e.to_string().split(" (os error").next().unwrap_or_default().to_owned())?;
    if flag == DataFlag::Data {
        bytes.retain(|b| !matches!(b, b'\r' | b'\n' | 0));
    }
    Ok(bytes)
}
