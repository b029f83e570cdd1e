//! `preflight generate`: a policy as the configuration of a server, a framework or a cloud service.

use crate::configuration;
use crate::console::Console;
use crate::exit::Exit;
use crate::policy_args::PolicyArgs;
use crate::policy_file::PolicyFileArgs;
use crate::policy_source::PolicySource;
use crate::target_args::writable;
use preflight_targets::Target;
use preflight_targets::generate::{Generated, Plan};
use std::fs;
use std::path::{Path, PathBuf};

/// A policy as the configuration of a server, framework or cloud service
///
/// The policy is that of the flags, else of `preflight.toml`. What the target cannot express of it is an
/// error with the nearest safe alternative; what it does otherwise, whatever it is told, stands in the
/// output as a numbered comment. `preflight targets` lists the targets. Exit codes: 0 written, 2 usage,
/// a policy with problems, or one that the target cannot express.
#[derive(Debug, clap::Args)]
pub(crate) struct GenerateArgs {
    /// The target's id, such as `nginx`
    #[arg(value_name = "TARGET", value_parser = writable)]
    target: &'static Target,

    #[command(flatten)]
    config: PolicyFileArgs,

    /// Where the server listens, for targets that are servers
    #[arg(long, value_name = "ADDRESS", default_value = Plan::LISTEN, value_parser = Plan::read_listen)]
    listen: String,

    /// What stands behind it, for targets that pass requests on
    #[arg(long, value_name = "URL", default_value = Plan::UPSTREAM, value_parser = Plan::read_upstream)]
    upstream: String,

    /// Write the nearest safe alternative for what the target cannot express, with a warning in the file
    #[arg(long)]
    allow_approximate: bool,

    /// Write the files into this folder instead of to standard output; files that are there stay
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    policy: PolicyArgs,
}

/// Runs the command.
pub(crate) fn run(args: &GenerateArgs, console: &mut Console) -> Exit {
    let Some(source) = PolicySource::read_or_say(&args.policy, &args.config, console) else {
        return Exit::Usage;
    };
    let plan = Plan {
        listen: args.listen.clone(),
        upstream: args.upstream.clone(),
        approximate: args.allow_approximate,
        ..Plan::new(&source.policies)
    };
    let target = args.target;
    let generated = match target.generate(&plan) {
        Some(Ok(generated)) => generated,
        Some(Err(shortfalls)) => {
            for shortfall in &shortfalls {
                console.error(format_args!("{} cannot express {shortfall}", target.name));
            }
            console.error(
                "nothing is written; change the policy, or add --allow-approximate for the alternatives",
            );
            return Exit::Usage;
        }
        None => return Exit::Usage,
    };
    // Notes say it as well.
    if args.out.is_some() || generated.notes.is_none() {
        for shortfall in &generated.approximations {
            console.note(format_args!("approximated: {shortfall}"));
        }
    }
    match &args.out {
        None => configuration::print(&generated, console),
        Some(folder) => {
            if let Err(error) = write(&generated, folder, console) {
                console.error(error);
                return Exit::Usage;
            }
        }
    }
    Exit::Allowed
}

/// Writes all files or none: what is there is not ours to replace.
fn write(generated: &Generated, folder: &Path, console: &mut Console) -> Result<(), String> {
    let files = || generated.files.iter().chain(&generated.notes);
    let paths: Vec<PathBuf> = files().map(|file| folder.join(&file.name)).collect();
    if let Some(there) = paths.iter().find(|path| path.exists()) {
        return Err(format!(
            "`{}` is there already; name another folder with --out",
            there.display()
        ));
    }
    for (file, path) in files().zip(&paths) {
        let failed = |e| format!("`{}` cannot be written ({e})", path.display());
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
        fs::write(path, &file.content).map_err(failed)?;
        console.note(format_args!("written: {}", path.display()));
    }
    Ok(())
}
