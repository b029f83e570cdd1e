//! The target: a URL, or a request as a browser copies it, from the command line or standard input.

use super::{RequestArgs, UsageError};
use crate::console::Console;
use preflight_probe::asked::Asked;
use preflight_probe::pasted::{self, LIMIT, Pasted};
use preflight_report::Secrets;
use std::io::Read as _;

impl RequestArgs {
    /// What `target` and the flags mean; `None` once the console has said everything that is wrong with
    /// them.
    pub(crate) fn read_or_say(&self, target: &str, console: &mut Console) -> Option<Asked> {
        match self.read(target, console.secrets()) {
            Ok(asked) => Some(asked),
            Err(errors) => {
                for error in errors {
                    console.error(error);
                }
                None
            }
        }
    }

    /// What `target` and the flags mean, or everything that is wrong with them. What is a secret in a
    /// paste is masked by `secrets` from here on.
    fn read(&self, target: &str, secrets: &Secrets) -> Result<Asked, Vec<UsageError>> {
        let text = if target == "-" { self.standard_input() } else { Ok(target.to_owned()) };
        let text = text.map_err(|error| vec![error])?;
        let _ = secrets.body(&text);
        let Some(kind) = pasted::recognise(&text) else {
            let url = text.trim();
            let is_url = !url.contains(char::is_whitespace) || url.starts_with("http");
            if !is_url || url.is_empty() {
                return Err(vec![UsageError::NoTarget(beginning(&text))]);
            }
            return self.asked(Pasted { url: url.to_owned(), ..Pasted::default() });
        };
        let pasted = pasted::parse(&text, kind, self.entry);
        let pasted = pasted.map_err(|error| vec![UsageError::Paste(error)])?;
        let asked = self.asked(pasted);
        if let Ok(asked) = &asked {
            asked.teach(secrets);
        }
        asked
    }

    fn standard_input(&self) -> Result<String, UsageError> {
        if [&self.data, &self.data_binary, &self.json].iter().any(|v| v.iter().any(|v| v == "@-")) {
            return Err(UsageError::StandardInputTwice);
        }
        let mut bytes = Vec::new();
        let mut input = std::io::stdin().lock().take(LIMIT as u64 + 1);
        if let Err(error) = input.read_to_end(&mut bytes) {
            return Err(UsageError::StandardInput(error.to_string()));
        }
        decoded(&bytes)
    }
}

/// UTF-8, or UTF-16 with its mark, as PowerShell writes it.
fn decoded(bytes: &[u8]) -> Result<String, UsageError> {
    if let Some(units) = bytes.strip_prefix(&[0xff, 0xfe]) {
        let units = units.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        return Ok(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        // Cut at the limit, maybe within a character: what reads it says that it is too long.
        Err(_) if bytes.len() > LIMIT => Ok(String::from_utf8_lossy(bytes).into_owned()),
        Err(_) => Err(UsageError::StandardInput("it is no UTF-8".to_owned())),
    }
}

/// The first words of what cannot be understood.
fn beginning(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let shown: String = line.chars().take(40).collect();
    if shown.len() < text.trim().len() { format!("{shown}…") } else { shown }
}
