//! What all views have in common.

use conformance::engines::Hands;
use conformance::workbench::{Key, Role, Visitor};

/// Views as they are called in the page, and their addresses.
const VIEWS: [(&str, &str); 6] = [
    ("Check", "/check"),
    ("Build", "/build"),
    ("Explain", "/explain"),
    ("Clinic", "/clinic"),
    ("Try it here", "/try"),
    ("Gateway", "/gateway"),
];

/// The most that may be loaded until every view was seen, in bytes.
const TRANSFER: u64 = 250_000;

pub(super) async fn every_view_opens<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("").await;
    for (name, address) in VIEWS {
        visitor.click(Role::Link, name).await;
        visitor.see_in("main", name).await;
        assert_eq!(visitor.address().await, address);
        let current = visitor.attribute(Role::Link, name, "aria-current").await;
        assert_eq!(current.as_deref(), Some("page"), "{name} is not marked as the view of now");
        visitor.audit(&format!("{name}, empty")).await;
    }
    visitor.open("#/nowhere").await;
    visitor.see("there is no view").await;
    visitor.audit("no such view").await;
}

pub(super) async fn an_old_address_asks_for_the_new_one<E: Hands>(visitor: &mut Visitor<E>) {
    let (url, origin) = (visitor.workbench().url.clone(), visitor.workbench().origin().to_owned());
    visitor.expect_in_console("401");
    // Whoever is in stays in, whatever link is opened.
    visitor.open("#token=00000000000000000000000000000000").await;
    visitor.see_in("main", "Check").await;
    visitor.forget().await;
    visitor.open("#token=00000000000000000000000000000000").await;
    visitor.see("Open the address that preflight printed").await;
    visitor.see("preflight ui").await;
    visitor.audit("without the token").await;
    visitor.write("The printed address", &origin).await;
    visitor.press(Key::Enter).await;
    visitor.see("Open the address that preflight printed").await;
    visitor.write("The printed address", &url).await;
    visitor.press(Key::Enter).await;
    visitor.see_in("main", "Check").await;
    assert!(!visitor.address().await.contains("token"), "the token stays in the address bar");
    visitor.forget().await;
    visitor.open("#/explain/header/vary").await;
    visitor.see("Open the address that preflight printed").await;
    visitor.write("The printed address", &url).await;
    visitor.press(Key::Enter).await;
    visitor.see_in("main", "Vary").await;
    assert_eq!(visitor.address().await, "/explain/header/vary", "a link is lost at the door");
    visitor.open("#/build").await;
    visitor.see_in("main", "Build").await;
}

pub(super) async fn the_theme_is_kept<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/check").await;
    visitor.choose("Theme", "Dark").await;
    visitor.reload().await;
    visitor.see_value(Role::List, "Theme", "dark").await;
    visitor.choose("Theme", "System").await;
    visitor.open("#/check").await;
    visitor.see_value(Role::List, "Theme", "").await;
}

pub(super) async fn a_visit_of_every_view_is_light<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("").await;
    for (name, _) in VIEWS {
        visitor.click(Role::Link, name).await;
        visitor.see_in("main", name).await;
    }
    let painted = visitor.painted().await;
    let mut loaded = visitor.loaded().await;
    let sum: u64 = loaded.iter().map(|loaded| loaded.transfer_size).sum();
    println!("first paint after {painted:?} ms; {} files and answers, {sum} bytes", loaded.len());
    loaded.sort_by_key(|loaded| std::cmp::Reverse(loaded.transfer_size));
    let list: Vec<_> =
        loaded.iter().take(20).map(|l| format!("{} {}", l.transfer_size, l.name)).collect();
    assert!(sum > 10_000, "nothing was counted: {list:#?}");
    assert!(sum < TRANSFER, "{sum} bytes for a visit of every view: {list:#?}");
}
