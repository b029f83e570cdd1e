//! A configuration on standard output.

use crate::console::Console;
use preflight_targets::generate::Generated;

/// One file as it is; several with their names between. Notes stand apart from what may be piped on.
pub(crate) fn print(generated: &Generated, console: &mut Console) {
    if let Some(notes) = &generated.notes {
        console.note(notes.content.trim_end());
    }
    let several = generated.files.len() > 1;
    for file in &generated.files {
        if several {
            console.note(format_args!("{}:", file.name));
        }
        console.out(file.content.as_bytes());
    }
}
