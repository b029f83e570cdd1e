//! What is filled into files and commands: `{port}`, `{dir}` and their like.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The holes of one server that runs, each with what fills it.
#[derive(Debug, Clone)]
pub(super) struct Holes(Vec<(&'static str, String)>);

impl Holes {
    /// `all` is the folder of servers that start together, `number` the name of this one's own folder
    /// in it, `port` where it listens, `port2` where what is behind it does.
    pub(super) fn new(all: &Path, number: usize, port: u16, port2: u16) -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = |path: PathBuf| path.to_string_lossy().into_owned();
        Self(vec![
            ("{all}", path(all.to_owned())),
            ("{number}", number.to_string()),
            ("{dir}", path(all.join(number.to_string()))),
            ("{port}", port.to_string()),
            ("{port2}", port2.to_string()),
            ("{closed}", super::free_port().to_string()),
            ("{servers}", path(manifest.join("servers"))),
            // Where ./test puts what comes from npm and PyPI.
            ("{node}", path(manifest.join("../target/node/node_modules"))),
            ("{venv}", path(manifest.join("../target/venv"))),
            ("{modules}", "/usr/lib/apache2/modules".to_owned()),
            ("{user}", "www-data".to_owned()),
            ("{group}", "www-data".to_owned()),
        ])
    }

    pub(super) fn with(mut self, hole: &'static str, value: impl Into<String>) -> Self {
        self.0.push((hole, value.into()));
        self
    }

    pub(super) fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (hole, value)| text.replace(hole, value))
    }

    /// The command of these words, whose state stays in the server's folder.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        let mut command = self.plain_command(words);
        // Caddy keeps its state in the home folder, Python its bytecode beside the source.
        command.env("HOME", self.fill("{dir}")).env("PYTHONDONTWRITEBYTECODE", "1");
        command.env("NODE_PATH", self.fill("{node}"));
        command
    }

    /// The same in the folder of all: compilers keep what they have in the home folder.
    pub(super) fn build_command(&self, words: &[&str]) -> Command {
        let mut command = self.plain_command(words);
        command.current_dir(self.fill("{all}"));
        command
    }

    fn plain_command(&self, words: &[&str]) -> Command {
        let mut words = words.iter().map(|word| self.fill(word));
        let mut command = Command::new(words.next().expect("a program"));
        command.args(words).current_dir(self.fill("{dir}"));
        command
    }
}
