//! Where `preflight.toml` is, and what stands in it.

use clap::Args;
use preflight_policy::file::{FILE_LIMIT, FILE_NAME};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Which policy file.
#[derive(Debug, Clone, Args)]
pub(crate) struct PolicyFileArgs {
    /// The policy file, `-` for standard input [default: preflight.toml in this folder or the nearest
    /// above]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// A policy file as read, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PolicyFile {
    /// Where it is; for people, and to read it again.
    pub(crate) path: PathBuf,
    /// What stands in it. Of a file that is too long only so much that its reader says so.
    pub(crate) text: String,
}

/// Why there is no policy file.
#[derive(Debug, Error)]
pub(crate) enum PolicyFileError {
    /// The current folder is gone.
    #[error("the current folder cannot be found ({0}); name the file with --config FILE")]
    CurrentFolder(io::Error),
    /// It is in no folder that was looked into.
    #[error(
        "there is no `{FILE_NAME}` in `{}` nor in any folder above it; write one, or name another file \
         with --config FILE",
        .0.display()
    )]
    NotFound(PathBuf),
    /// It is there and cannot be read.
    #[error("`{}` cannot be read ({why}); name a file that can be read", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// It is no text.
    #[error("`{}` is no UTF-8 from line {line} on; save it as UTF-8", path.display())]
    NotUtf8 {
        /// Which file.
        path: PathBuf,
        /// The line of the first byte that is none, from 1.
        line: usize,
    },
}

impl PolicyFileArgs {
    /// The file that a command's own argument names, else the flag's.
    pub(crate) fn or(&self, file: Option<&PathBuf>) -> Self {
        Self { config: file.or(self.config.as_ref()).cloned() }
    }

    /// Reads the file named, else the nearest one from the current folder upwards, as Cargo looks for
    /// its own.
    pub(crate) fn read(&self) -> Result<PolicyFile, PolicyFileError> {
        match &self.config {
            Some(path) => PolicyFile::read(path),
            None => {
                let here = std::env::current_dir().map_err(PolicyFileError::CurrentFolder)?;
                PolicyFile::read(&find(&here)?)
            }
        }
    }
}

impl PolicyFile {
    /// Reads a file, or standard input for `-`.
    pub(crate) fn read(path: &Path) -> Result<Self, PolicyFileError> {
        let read = |from: &mut dyn io::Read| {
            let mut bytes = Vec::new();
            from.take(FILE_LIMIT as u64 + 1).read_to_end(&mut bytes).map(|_| bytes)
        };
        let bytes = if path == Path::new("-") {
            read(&mut io::stdin().lock())
        } else {
            File::open(path).and_then(|mut file| read(&mut file))
        };
        let path = path.to_owned();
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(why) => return Err(PolicyFileError::Unreadable { path, why }),
        };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { path, text }),
            Err(error) => {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                // Cut at the limit, maybe within a character: its reader says that it is too long.
                if error.as_bytes().len() > FILE_LIMIT && error.utf8_error().error_len().is_none() {
                    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                    return Ok(Self { path, text });
                }
                let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
                Err(PolicyFileError::NotUtf8 { path, line })
            }
        }
    }

    /// Where it is, for people.
    pub(crate) fn shown(&self) -> String {
        match self.path.to_str() {
            Some("-") => "standard input".to_owned(),
            _ => self.path.display().to_string(),
        }
    }
}

/// The nearest file from `here` upwards, as a path from `here`.
fn find(here: &Path) -> Result<PathBuf, PolicyFileError> {
    let above = here.ancestors().position(|folder| folder.join(FILE_NAME).is_file());
    match above {
        Some(levels) => Ok(Path::new(&"../".repeat(levels)).join(FILE_NAME)),
        None => Err(PolicyFileError::NotFound(here.to_owned())),
    }
}
