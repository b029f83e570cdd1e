//! A policy as an edge function of Netlify, in front of files, functions and what they are proxied to.
//! Headers of `netlify.toml` are static and do not reach functions, so that they could not be told by origin.

use crate::generate::javascript::Language;
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, fetch_handler};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put it at `netlify/edge-functions/cors.ts`: Netlify finds it there and runs it in \
    front of the paths of `config`. Take `Access-Control-*` lines out of `_headers` and netlify.toml.";

const EXPORT: &str = "
// What is behind: another edge function, a function, a file.
interface Context {
  next: () => Promise<Response>;
}

export default (request: Request, context: Context) =>
  cors(request, () => context.next());

export const config = { path: \"/*\" };
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let cors = fetch_handler::cors(plan, Language::TypeScript, (502, "bad gateway"));
    let text = format!("{cors}{EXPORT}");
    vec![File::new("cors.ts", Comment::Line("//"), PURPOSE, text)]
}
