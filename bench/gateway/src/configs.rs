//! The configurations: the files of `configs/`, with the addresses and origins filled in.

use crate::Error;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Where a gateway is to listen, whom it stands in front of, and who may call.
pub(crate) struct Site {
    pub(crate) port: u16,
    pub(crate) upstream: SocketAddr,
    pub(crate) origins: usize,
    /// A folder of its own.
    pub(crate) folder: PathBuf,
}

/// The `index`th origin that is allowed.
pub(crate) fn origin(index: usize) -> String {
    format!("https://app-{index}.example.com")
}

/// The origin that asks in every case: the last one in the list.
pub(crate) fn asking(origins: usize) -> String {
    origin(origins - 1)
}

impl Site {
    /// Writes a file of `configs/` to the site's folder; each origin is a line made by `line`.
    pub(crate) fn write(
        &self,
        name: &str,
        template: &str,
        line: impl Fn(&str) -> String,
    ) -> Result<PathBuf, Error> {
        let text = template
            .replace("{port}", &self.port.to_string())
            .replace("{upstream}", &self.upstream.to_string())
            .replace("{upstream_host}", &self.upstream.ip().to_string())
            .replace("{upstream_port}", &self.upstream.port().to_string())
            .replace("{folder}", shown(&self.folder)?)
            .replace("{origins}", &self.lines(line));
        let path = self.folder.join(name);
        fs::write(&path, text)?;
        Ok(path)
    }

    fn lines(&self, line: impl Fn(&str) -> String) -> String {
        (0..self.origins).map(|index| line(&origin(index))).collect::<Vec<_>>().join("\n")
    }
}

fn shown(path: &Path) -> Result<&str, Error> {
    path.to_str().ok_or_else(|| format!("`{}` is not Unicode", path.display()).into())
}
