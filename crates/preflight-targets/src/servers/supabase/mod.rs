//! Supabase Edge Functions: <https://supabase.com/docs/guides/functions/cors>

mod generate;

use crate::target::{Kind, Target};

/// An Edge Function as a target. What it answers looks like its author's own.
pub(super) static TARGET: Target = Target {
    id: "supabase",
    name: "Supabase Edge Functions",
    kind: Kind::Function,
    signatures: &[],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
