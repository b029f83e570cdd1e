//! Servers that run what a target's generator wrote.

use super::holes::Holes;
use super::process::{Folder, Process, furnish, run, write};
use super::status;
use super::table::Server;
use preflight_targets::generate::File;
use std::fs;
use std::path::Path;
use std::thread;

/// One generated configuration, and the ports that stand in it.
#[derive(Debug)]
pub struct Generation {
    /// The files, the one that matters first.
    pub files: Vec<File>,
    /// Where the server is to listen.
    pub port: u16,
    /// Where what is behind it listens.
    pub upstream: u16,
}

/// Servers that run, one for each generated configuration, in their order. They end with this value.
#[derive(Debug)]
pub struct Live {
    _processes: Vec<Process>,
    _folder: Folder,
}

impl Live {
    /// Starts a server for each configuration and waits until all answer. Each has a folder with the
    /// generated files and the wrapper, in which `{setup}` is the first of them; its own check of a
    /// configuration passes first.
    ///
    /// # Panics
    /// Where it is not installed, refuses a configuration, or does not start: with what it said.
    #[must_use]
    pub fn start(server: &'static Server, generations: &[Generation]) -> Self {
        let folder = Folder::new();
        let dirs: Vec<_> = (0..generations.len()).map(|n| folder.of(n)).collect();
        let holes: Vec<_> = generations
            .iter()
            .enumerate()
            .map(|(n, generation)| put_down(server, generation, &folder, n))
            .collect();
        server.build(&holes, &folder);
        let start = |n: usize| {
            if let Some(check) = server.check(&holes[n]) {
                let name = format!("the check of {}", server.name());
                run(check, name, &dirs[n]).unwrap_or_else(|said| panic!("{said}"));
            }
            let mut process = Process::start(server.run(&holes[n]), server.name(), &dirs[n]);
            process.wait(|| answers(generations[n].port));
            process
        };
        let processes = thread::scope(|scope| {
            let start = &start;
            let starting: Vec<_> =
                (0..generations.len()).map(|n| scope.spawn(move || start(n))).collect();
            starting.into_iter().map(|s| s.join().expect("a server that starts")).collect()
        });
        Self { _processes: processes, _folder: folder }
    }
}

/// Writes the generated files and the wrapper into a folder.
fn put_down(server: &Server, generation: &Generation, folder: &Folder, number: usize) -> Holes {
    let dir = folder.of(number);
    furnish(&dir);
    for file in &generation.files {
        write(&dir.join(&file.name), &file.content);
    }
    let name = server.wrapper();
    let config = dir.join(&name);
    let holes = Holes::new(folder.path(), number, generation.port, generation.upstream)
        .with("{config}", path(&config));
    let wrapper = fs::read_to_string(server.folder().join(name)).expect("a wrapper");
    let first = generation.files.first().map_or("", |file| file.content.as_str());
    // What was generated is filled in last: nothing in it is a hole.
    write(&config, &holes.fill(&wrapper).replace("{setup}", first));
    holes
}

fn path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Whether the application answers behind this port: that it is open is not enough for a proxy that
/// loads its routes afterwards.
fn answers(port: u16) -> bool {
    status(port, "/ok") == Some(200)
}
