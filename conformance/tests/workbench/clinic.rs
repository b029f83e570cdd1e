//! Clinic: a scenario fails for real, is mended, and passes.

use conformance::engines::Hands;
use conformance::workbench::{Role, Visitor};

pub(super) async fn a_scenario_is_run_and_mended<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open_as_new().await;
    visitor.click(Role::Link, "Clinic").await;
    visitor.see("0 of ").await;
    visitor.write("Filter", "options-method-not-allowed").await;
    visitor.audit("the gallery").await;
    visitor.click(Role::Link, "options-method-not-allowed").await;
    visitor.click(Role::Button, "Run it").await;
    visitor.see_in("main", "Blocked").await;
    visitor.see_in("What was sent, step by step", "The script gets a TypeError").await;
    visitor.audit("a scenario that fails").await;
    visitor.click(Role::Button, "Apply the fix").await;
    visitor.see_in("main", "A gateway stands before the server now").await;
    visitor.see_in("main", "Allowed").await;
    visitor.see_gone("The script gets a TypeError").await;
    visitor.audit("a scenario that was mended").await;
    visitor.reload().await;
    visitor.see("1 of ").await;
}

pub(super) async fn a_scenario_in_this_browser<E: Hands>(visitor: &mut Visitor<E>) {
    for part in ["CORS policy", "Cross-Origin Request Blocked", "net::ERR_FAILED"] {
        visitor.expect_in_console(part);
    }
    visitor.open("#/clinic/no-cors-headers").await;
    visitor.click(Role::Button, "Run it in ").await;
    visitor.see_in("main", "does what the model says").await;
    visitor.audit("a scenario in this browser").await;
}

pub(super) async fn what_no_policy_mends_says_so<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/clinic/connection-refused").await;
    visitor.click(Role::Button, "Run it").await;
    visitor.see_in("main", "No answer").await;
    assert!(!visitor.names(Role::Button).await.iter().any(|name| name == "Apply the fix"));
    visitor.click(Role::Link, "Read about it").await;
    visitor.see_in("main", "Nothing accepts connections").await;
    visitor.open("#/clinic/no-such-scenario").await;
    visitor.see("there is no scenario").await;
}
