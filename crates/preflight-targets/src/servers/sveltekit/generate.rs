//! A policy as SvelteKit's server hook: <https://svelte.dev/docs/kit/hooks#Server-hooks-handle>.

use crate::generate::fetch_handler;
use crate::generate::javascript::Language;
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator = Generator {
    write,
    lacks: &[Lack::new(
        Behaviour::HeadersOnOwnErrors,
        "A form posted from another origin is refused with 403 before any hook runs: such origins also \
         stand in `csrf.trustedOrigins` of svelte.config.js.",
    )],
    proof: Proof::Text,
};

const PURPOSE: &str = "Put it at `src/hooks.server.ts`. Where there is a `handle` already, combine them by \
    `sequence` of `@sveltejs/kit/hooks`, this one first: authentication comes after it.";

const HANDLE: &str = "
export const handle: Handle = ({ event, resolve }) =>
  cors(event.request, () => resolve(event));
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let cors = fetch_handler::cors(plan, Language::TypeScript, (500, "internal error"));
    let text = format!("\nimport type {{ Handle }} from \"@sveltejs/kit\";\n{cors}{HANDLE}");
    vec![File::new("hooks.server.ts", Comment::Line("//"), PURPOSE, text)]
}
