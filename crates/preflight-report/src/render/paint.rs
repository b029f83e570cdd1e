//! Colours. They repeat what the words say.

/// Paints, or leaves the text as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    pub(crate) color: bool,
}

impl Paint {
    /// What blocks.
    pub(crate) fn error(self, text: &str) -> String {
        self.sgr("1;31", text)
    }

    /// What may hurt.
    pub(crate) fn warning(self, text: &str) -> String {
        self.sgr("1;33", text)
    }

    /// What works.
    pub(crate) fn good(self, text: &str) -> String {
        self.sgr("1;32", text)
    }

    /// Headings.
    pub(crate) fn strong(self, text: &str) -> String {
        self.sgr("1", text)
    }

    /// Gutters, arrows, and marks of second rank.
    pub(crate) fn frame(self, text: &str) -> String {
        self.sgr("1;34", text)
    }

    fn sgr(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}
