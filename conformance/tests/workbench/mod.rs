//! The workbench in each real browser, used as a person uses it: `preflight ui` as it is shipped, by its
//! printed address, through what can be seen and named. One browser does everything in turn; an error
//! on the console, something that the page's policy forbids, a request to another host, or something
//! that axe-core finds fails what is being done.

mod build;
mod check;
mod clinic;
mod explain;
mod gateway;
mod pasted;
mod shell;
mod try_here;
mod type_checker;

use conformance::engines::{Chromium, DrivenWebKit, Firefox, Hands};
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
    visitor.flow(pasted::a_powershell_line).await;
    visitor.flow(pasted::a_fetch_call).await;
    visitor.flow(pasted::a_har_with_one_that_failed).await;
    visitor.flow(pasted::a_har_to_choose_from).await;
    visitor.flow(pasted::a_har_file).await;
    visitor.flow(build::a_problem_is_mended_at_its_field).await;
    visitor.flow(build::origins_are_tried).await;
    visitor.flow(build::every_target_writes_it_its_way).await;
    visitor.flow(build::what_a_target_cannot_express_is_said).await;
    visitor.flow(build::a_request_is_tried_on_the_policy).await;
    visitor.flow(build::a_file_goes_out_and_comes_in).await;
    visitor.flow(build::a_file_is_chosen_dropped_and_downloaded).await;
    visitor.flow(build::typing_in_a_long_policy).await;
    visitor.flow(build::a_link_holds_all_of_it).await;
    visitor.flow(build::policies_for_other_paths).await;
    visitor.flow(explain::a_message_and_what_to_check).await;
    visitor.flow(explain::nothing_that_is_known).await;
    visitor.flow(explain::the_reference_by_keyboard).await;
    visitor.flow(explain::a_page_leads_to_the_clinic).await;
    visitor.flow(try_here::a_blocked_request).await;
    visitor.flow(try_here::an_allowed_request).await;
    visitor.flow(try_here::what_may_change_something_is_asked_about).await;
    visitor.flow(try_here::a_page_of_its_own_origin).await;
    visitor.flow(try_here::what_no_script_may_send).await;
    visitor.flow(clinic::a_scenario_is_run_and_mended).await;
    visitor.flow(clinic::a_scenario_in_this_browser).await;
    visitor.flow(clinic::what_no_policy_mends_says_so).await;
    visitor.flow(gateway::decisions_are_told_as_they_are_made).await;
    visitor.flow(gateway::a_gateway_that_is_not_there).await;
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

/// Its console is not seen here; what its pages do and show is.
#[tokio::test]
async fn the_workbench_works_in_webkit() {
    let _one = crate::ONE_BROWSER.lock().await;
    works_in(DrivenWebKit::start().await.expect("WebKit starts")).await;
}
