//! The pages of the reference, and where they stand in the workbench.

use preflight_diagnose::reference;
use preflight_report::{PageKind, ReferencePage};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// All of them, causes first, in the order in which they are reported.
pub(crate) static PAGES: LazyLock<Vec<ReferencePage>> =
    LazyLock::new(|| reference::pages().collect());

static KINDS: LazyLock<BTreeMap<&'static str, PageKind>> = LazyLock::new(|| {
    // Where two pages have one id, the cause's says more.
    PAGES.iter().rev().map(|page| (page.id, page.kind)).collect()
});

/// The page of this kind and id.
pub(crate) fn page(kind: &str, id: &str) -> Option<&'static ReferencePage> {
    PAGES.iter().find(|page| page.kind.as_str() == kind && page.id == id)
}

/// Where the page about this name stands: a cause's id, or a header's name in any case.
pub(crate) fn address_of_name(name: &str) -> Option<String> {
    let id = name.to_ascii_lowercase();
    let kind = *KINDS.get(&*id)?;
    let is_name = matches!(kind, PageKind::Cause) && id == name || kind == PageKind::Header;
    is_name.then(|| address(kind, &id))
}

/// Where a page stands to which the text of another links by its file: `../causes/no_cors_headers.md`.
pub(crate) fn address_of_file(path: &str) -> Option<String> {
    let path = path.split(['#', '?']).next()?;
    let stem = path.rsplit('/').next()?.strip_suffix(".md")?;
    let id = stem.replace('_', "-");
    Some(address(*KINDS.get(&*id)?, &id))
}

fn address(kind: PageKind, id: &str) -> String {
    format!("#/explain/{}/{id}", kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_files_lead_to_pages() {
        let cause = Some("#/explain/cause/auth-before-cors".to_owned());
        assert_eq!(address_of_name("auth-before-cors"), cause);
        assert_eq!(address_of_file("auth_before_cors.md"), cause);
        assert_eq!(address_of_file("../causes/auth-before-cors.md#fix"), cause);
        let header = Some("#/explain/header/vary".to_owned());
        assert_eq!(address_of_name("Vary"), header);
        for name in ["Auth-Before-CORS", "404", "preflight", "", "Varying", "../x.md"] {
            assert_eq!(address_of_name(name), None, "{name}");
        }
        for path in ["", "x", "https://x.test/vary", ".md", "nothing.md"] {
            assert_eq!(address_of_file(path), None, "{path}");
        }
        assert!(page("cause", "auth-before-cors").is_some());
        assert!(page("cause", "vary").is_none() && page("", "").is_none());
    }
}
