//! Where a command's policies come from: the policy flags, else the policy file.

use crate::console::Console;
use crate::policy_args::{self, PolicyArgs};
use crate::policy_file::{PolicyFile, PolicyFileArgs};
use crate::policy_problems::PolicyProblems;
use preflight_policy::file::{File, Places};
use preflight_policy::{Field, Place, Policies};

/// Policies, and where each part of them was written.
#[derive(Debug)]
pub(crate) struct PolicySource {
    /// The policies.
    pub(crate) policies: Policies,
    origin: Origin,
}

#[derive(Debug)]
enum Origin {
    Flags,
    File(PolicyFile, Places),
}

impl PolicySource {
    /// Reads them; `None` once the console has said everything that is wrong with them.
    pub(crate) fn read_or_say(
        flags: &PolicyArgs,
        file: &PolicyFileArgs,
        console: &mut Console,
    ) -> Option<Self> {
        if let Some(config) = flags.config() {
            let policies = Policies::new(&[config]);
            return policies
                .map_err(|problems| {
                    console.drawn(|options| PolicyProblems::of_flags(&problems).text(options));
                })
                .map(|(policies, _)| Self { policies, origin: Origin::Flags })
                .ok();
        }
        let file = file.read().map_err(|error| console.error(error)).ok()?;
        match File::read(&file.text) {
            Ok(File { policies, places, .. }) => {
                Some(Self { policies, origin: Origin::File(file, places) })
            }
            Err(faults) => {
                console.drawn(|options| PolicyProblems::of_file(&file, &faults).text(options));
                None
            }
        }
    }

    /// What they come from, for people.
    pub(crate) fn shown(&self) -> String {
        match &self.origin {
            Origin::Flags => "the policy flags".to_owned(),
            Origin::File(file, _) => file.shown(),
        }
    }

    /// Where a part of them is written: `preflight.toml:4:18`, `--allow-origin`; `None` where nothing
    /// is, since the flags' policy speaks for every path.
    pub(crate) fn place(&self, place: Place) -> Option<String> {
        match &self.origin {
            Origin::Flags if place.field == Field::Paths => None,
            Origin::Flags => Some(policy_args::flag(place.field).to_owned()),
            Origin::File(file, places) => {
                Some(format!("{}:{}", file.shown(), places.position(&file.text, place)))
            }
        }
    }
}
