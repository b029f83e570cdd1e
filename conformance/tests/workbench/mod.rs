//! The workbench in each real browser, used as a person uses it: `preflight ui` as it is shipped, by its
//! printed address, through what can be seen and named. One browser does everything in turn; an error
//! on the console, something that the page's policy forbids, a request to another host, or something
//! that axe-core finds fails what is being done.

mod check;
mod shell;
mod types;

use conformance::engines::{Chromium, Firefox, Hands};
use conformance::workbench::{Visitor, WorkbenchProcess};

async fn works_in<E: Hands>(engine: E) {
    let mut visitor = Visitor::arrive(engine, WorkbenchProcess::start(&[])).await;
    visitor.flow(shell::every_view_opens).await;
    visitor.flow(shell::an_old_address_asks_for_the_new_one).await;
    visitor.flow(shell::the_theme_is_kept).await;
    visitor.flow(shell::a_visit_of_every_view_is_light).await;
    visitor.flow(check::a_blocked_request).await;
    visitor.flow(check::the_first_step_that_is_red).await;
    visitor.flow(check::a_curl_line).await;
    visitor.flow(check::a_console_message).await;
    visitor.flow(check::what_is_no_request).await;
    visitor.flow(check::an_allowed_request).await;
    visitor.flow(check::a_server_that_is_not_there).await;
    visitor.flow(check::a_check_that_is_cancelled).await;
    visitor.flow(check::with_the_keyboard_alone).await;
    visitor.leave().await;
}

#[tokio::test]
async fn the_workbench_works_in_chromium() {
    let _one = crate::ONE_BROWSER.lock().await;
    works_in(Chromium::start().await.expect("Chromium starts")).await;
}

#[tokio::test]
async fn the_workbench_works_in_firefox() {
    let _one = crate::ONE_BROWSER.lock().await;
    works_in(Firefox::start().await.expect("Firefox starts")).await;
}
