//! A policy as a module that the functions of Vercel share. The headers of `vercel.json` are static, and
//! answer no preflight.

use crate::generate::javascript::Language;
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, fetch_handler};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::Text };

const PURPOSE: &str = "Put it beside the folder `api`, and in each function write `export default { fetch: \
    (request: Request) => cors(request, yours) }`: that gets every method, OPTIONS too. Take \
    `Access-Control-*` headers out of vercel.json; they would stand beside these.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let failed = (500, "internal server error");
    let text = fetch_handler::cors(plan, Language::TypeScript, failed);
    vec![File::new("cors.ts", Comment::Line("//"), PURPOSE, text)]
}
