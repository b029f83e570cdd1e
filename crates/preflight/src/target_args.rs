//! Targets named on the command line.

use preflight_policy::nearest;
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

/// With what was probably meant: an id but for its case, a part of a name, or an id with a slip in it.
fn unknown(id: &str) -> String {
    let wanted = id.to_ascii_lowercase();
    let named = |target: &&&Target| {
        target.name.to_ascii_lowercase().contains(&wanted) || target.id.contains(&wanted)
    };
    let instead = if let Some(target) = Target::by_id(&wanted) {
        format!("write `{}`", target.id)
    } else if let Some(target) = TARGETS.iter().find(named).filter(|_| wanted.len() > 1) {
        format!("{} is `{}`", target.name, target.id)
    } else if let Some(near) = nearest(&wanted, TARGETS.iter().map(|target| target.id)) {
        format!("write `{near}`")
    } else {
        LIST.to_owned()
    };
    format!("no target is called `{id}`; {instead}")
}
