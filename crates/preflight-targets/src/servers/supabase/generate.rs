//! A policy as a module that Edge Functions share.

use crate::generate::javascript::Language;
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, fetch_handler};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put it at `supabase/functions/_shared/cors.ts`, and in each function write \
    `Deno.serve((request) => cors(request, yours))`. A function sees its own name as the first segment of \
    the path: `/functions/v1/hello` is `/hello` there, and in the policy.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let failed = (500, "internal server error");
    let text = fetch_handler::cors(plan, Language::TypeScript, failed);
    vec![File::new("cors.ts", Comment::Line("//"), PURPOSE, text)]
}
