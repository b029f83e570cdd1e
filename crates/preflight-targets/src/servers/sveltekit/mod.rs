//! SvelteKit: <https://svelte.dev/docs/kit/configuration#csrf>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// SvelteKit as a target.
pub(super) static TARGET: Target = Target {
    id: "sveltekit",
    name: "SvelteKit",
    kind: Kind::Framework,
    signatures: &[Signature::wrote(
        Certainty::Likely,
        &[
            Mark::Status(&[403]),
            Mark::Body("Cross-site "),
            Mark::Body(" form submissions are forbidden"),
        ],
        "https://github.com/sveltejs/kit/blob/main/packages/kit/src/runtime/server/respond.js; Astro answers with the same words",
    )
    .tells("resource-isolation-guard")],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
