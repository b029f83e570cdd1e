//! What to change: the layer's words first, the general ones last.

use preflight_report::{Fix, Layer, Page};
use preflight_targets::Target;

/// The fixes for a cause on the layer that answered.
#[must_use]
pub fn fixes(page: &Page<'_>, layer: Option<&Layer>) -> Vec<Fix> {
    let specific = layer.and_then(|layer| Target::by_id(layer.id)).and_then(|target| {
        Some(Fix {
            target: target.id.to_owned(),
            text: target.fix(page.id)?.to_owned(),
            files: Vec::new(),
        })
    });
    let general = page.section("Fix").map(|text| Fix {
        target: "any".to_owned(),
        text: text.to_owned(),
        files: Vec::new(),
    });
    specific.into_iter().chain(general).collect()
}
