//! What a person looks for in a page, and the keys that write nothing.

/// What something in a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// To be pressed.
    Button,
    /// To another address.
    Link,
    /// One of several panels.
    Tab,
    /// For text.
    Field,
    /// To choose from.
    List,
    /// To be ticked.
    Box,
    /// Unfolds what is below it.
    Fold,
    /// A file to be chosen.
    File,
    /// Of any kind.
    Any,
}

impl Role {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Link => "link",
            Self::Tab => "tab",
            Self::Field => "field",
            Self::List => "list",
            Self::Box => "box",
            Self::Fold => "fold",
            Self::File => "file",
            Self::Any => "any",
        }
    }
}

/// A key that writes nothing, as [WebDriver](https://www.w3.org/TR/webdriver2/#keyboard-actions) has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the keys' names say it")]
pub enum Key {
    Backspace,
    Tab,
    Enter,
    Escape,
    Space,
    End,
    Home,
    Up,
    Down,
    Left,
    Right,
}

impl Key {
    pub(super) const fn value(self) -> &'static str {
        match self {
            Self::Backspace => "\u{e003}",
            Self::Tab => "\u{e004}",
            Self::Enter => "\u{e007}",
            Self::Escape => "\u{e00c}",
            Self::Space => " ",
            Self::End => "\u{e010}",
            Self::Home => "\u{e011}",
            Self::Left => "\u{e012}",
            Self::Up => "\u{e013}",
            Self::Right => "\u{e014}",
            Self::Down => "\u{e015}",
        }
    }
}
