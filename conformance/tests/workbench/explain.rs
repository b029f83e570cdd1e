//! Explain: a message pasted in, and the reference.

use conformance::engines::Hands;
use conformance::workbench::{Key, Role, Visitor};

const ASKED: &str = "Paste what the console says";

const FIREFOX: &str = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
    resource at https://api.example.com/orders. (Reason: CORS header ‘Access-Control-Allow-Origin’ \
    missing). Status code: 401.";

pub(super) async fn a_message_and_what_to_check<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/explain").await;
    visitor.audit("nothing asked").await;
    visitor.paste(ASKED, FIREFOX).await;
    visitor.see_in("main", "Firefox’s console").await;
    visitor.see_in("main", "What does not fix it").await;
    visitor.see_in("main", "preflight check").await;
    visitor.audit("an explanation").await;
    visitor.click(Role::Link, "Check it").await;
    visitor.see_value(Role::Field, "URL", "https://api.example.com/orders").await;
    assert!(visitor.address().await.starts_with("/check"));
}

pub(super) async fn nothing_that_is_known<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/explain").await;
    visitor.paste(ASKED, "segmentation fault\ncore dumped").await;
    visitor.see_in("main", "Nothing in this text is known").await;
    visitor.audit("nothing known").await;
}

pub(super) async fn the_reference_by_keyboard<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/explain").await;
    visitor.click(Role::Field, ASKED).await;
    visitor.type_keys("wildcard cred").await;
    visitor.see(" of 1").await;
    visitor.press(Key::Down).await;
    let first = visitor.focused().await;
    assert!(!first.is_empty() && !first.starts_with(ASKED), "the focus is on {first}");
    visitor.press(Key::Enter).await;
    visitor.see_in("main", &first).await;
    let address = visitor.address().await;
    assert!(address.starts_with("/explain/cause/"), "{address}");
    visitor.audit("a page of the reference").await;
    // The link is the page's: whoever gets it reads the same.
    visitor.reload().await;
    visitor.see_in("main", &first).await;
    visitor.open("#/explain/header/Access-Control-Allow-Origin").await;
    visitor.see_in("main", "Access-Control-Allow-Origin").await;
    visitor.audit("a header's page").await;
    visitor.open("#/explain/cause/no-such-cause").await;
    visitor.see_in("main", "no").await;
    visitor.audit("no such page").await;
}

pub(super) async fn a_page_leads_to_the_clinic<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/explain/cause/options-method-not-allowed").await;
    visitor.click(Role::Link, "clinic").await;
    visitor.see_in("main", "Clinic").await;
    assert!(visitor.address().await.starts_with("/clinic"));
}
