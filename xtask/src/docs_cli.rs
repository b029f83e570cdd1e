//! The documents derived from the command line and from the report's types: the reference, man
//! pages, completions, and the JSON Schemas of `check`, `explain` and `preflight.toml`.

use crate::{Error, docs::Derived};
use clap::Command;
use clap_complete::{Generator, Shell};
use std::fmt::Write as _;

/// The width of the reference's lines.
const WIDTH: usize = 100;

pub(crate) fn documents() -> Result<Vec<Derived>, Error> {
    let mut command = preflight::command().term_width(WIDTH).disable_help_subcommand(true);
    command.build();
    let mut documents = vec![reference(&command)];
    documents.push(schema("check", &preflight_report::render::json::schema())?);
    documents.push(schema("explain", &preflight_report::render::explanation::json::schema())?);
    let file = preflight_policy::file::schema(&[preflight_gateway::config::schema::GATEWAY]);
    documents.push(schema("preflight.toml", file.as_value())?);
    for command in visible(&command) {
        documents.push(man_page(command)?);
    }
    for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
        documents.push(completion(shell)?);
    }
    Ok(documents)
}

/// The command and the commands beneath it, each before its own.
fn visible(command: &Command) -> Vec<&Command> {
    let beneath = command.get_subcommands().filter(|command| !command.is_hide_set());
    std::iter::once(command).chain(beneath.flat_map(visible)).collect()
}

/// The name as typed, `preflight check`.
fn typed(command: &Command) -> &str {
    command.get_bin_name().unwrap_or(command.get_name())
}

fn reference(command: &Command) -> Derived {
    let mut text = String::from(
        "# The command line\n\n<!-- Written by `cargo x docs` from the program's own help. -->\n",
    );
    for command in visible(command) {
        let help = command.clone().render_long_help().to_string();
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        let help = lines.join("\n");
        let _ = write!(text, "\n## {}\n\n```text\n{}\n```\n", typed(command), help.trim_end());
    }
    Derived { path: "docs/reference/cli.md".into(), text }
}

fn man_page(command: &Command) -> Result<Derived, Error> {
    let name = typed(command).replace(' ', "-");
    let mut page = vec![];
    clap_mangen::Man::new(command.clone()).title(name.clone()).render(&mut page)?;
    Ok(Derived { path: format!("docs/man/{name}.1").into(), text: String::from_utf8(page)? })
}

fn completion(shell: Shell) -> Result<Derived, Error> {
    let mut command = preflight::command();
    let mut script = vec![];
    clap_complete::generate(shell, &mut command, "preflight", &mut script);
    let path = format!("docs/completions/{}", shell.file_name("preflight")).into();
    Ok(Derived { path, text: String::from_utf8(script)? })
}

fn schema(command: &str, schema: &serde_json::Value) -> Result<Derived, Error> {
    let text = format!("{}\n", serde_json::to_string_pretty(schema)?);
    Ok(Derived { path: format!("docs/schema/{command}.schema.json").into(), text })
}
