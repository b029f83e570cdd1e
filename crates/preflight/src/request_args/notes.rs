//! The notes on a request, in the words of the flags.

use preflight_probe::asked::{Asked, Note};

/// What the user may want to know.
pub(crate) fn notes(asked: &Asked) -> Vec<String> {
    asked.notes.iter().map(said).collect()
}

fn said(note: &Note) -> String {
    match note {
        Note::Pasted(note) => note.clone(),
        Note::Dropped(name) => {
            let instead = match &*name.to_ascii_lowercase() {
                "cookie" => "; give the browser a cookie with -b",
                "origin" => "; name the page with --origin",
                "referer" => "; name the page's URL with --referrer",
                _ => "",
            };
            format!("browsers drop `{name}` where a script sets it{instead}")
        }
        Note::StreamWithoutBody => {
            "--stream does nothing without a body: -d, --data-… or --json".to_owned()
        }
        Note::CookiesStay(mode) => format!(
            "the cookies stay here: --credentials is `{mode}`; send them with --credentials include"
        ),
    }
}
