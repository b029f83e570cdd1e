//! Targets named on the command line.

use preflight_targets::{TARGETS, Target};

/// The target of an id.
pub(crate) fn known(id: &str) -> Result<&'static Target, String> {
    Target::by_id(id).ok_or_else(|| unknown(id))
}

/// A target that a policy can be written for; another one is named as such.
pub(crate) fn writable(id: &str) -> Result<&'static Target, String> {
    let target = known(id)?;
    if target.generator.is_none() {
        return Err(format!("nothing can be written for `{id}` yet; {LIST}"));
    }
    Ok(target)
}

const LIST: &str = "`preflight targets` lists what can be written";

fn unknown(id: &str) -> String {
    let wanted = id.to_ascii_lowercase();
    let named = |target: &&&Target| {
        target.name.to_ascii_lowercase().contains(&wanted) || target.id.contains(&wanted)
    };
    match TARGETS.iter().find(named).filter(|_| wanted.len() > 1) {
        Some(near) => format!("no target is called `{id}`; {} is `{}`", near.name, near.id),
        None => format!("no target is called `{id}`; {LIST}"),
    }
}
