//! Build: a policy typed in, what is wrong with it, what is written of it, what a browser does with it.

use conformance::engines::Hands;
use conformance::workbench::{Key, Role, Visitor};

const WRITTEN: &str = "What is written";
const OPENED: &str = "Paste it, drop it here";
const TRIAL: &str = "What would a browser do with it?";

/// Build as somebody finds it who was never here.
async fn begin<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open_as_new().await;
    visitor.click(Role::Link, "Build").await;
    visitor.see_in(WRITTEN, "add_header").await;
}

async fn choose_target<E: Hands>(visitor: &mut Visitor<E>, name: &str) {
    visitor.write("Target", name).await;
    visitor.press(Key::Enter).await;
    visitor.see_value(Role::Field, "Target", name).await;
}

pub(super) async fn a_problem_is_mended_at_its_field<E: Hands>(visitor: &mut Visitor<E>) {
    begin(visitor).await;
    visitor.audit("a policy").await;
    visitor.write("Origin 1", "https://app.example.org/").await;
    visitor.see("Problem:").await;
    visitor.see_in(WRITTEN, "put right first").await;
    let invalid = visitor.attribute(Role::Field, "Origin 1", "aria-invalid").await;
    assert_eq!(invalid.as_deref(), Some("true"));
    visitor.audit("a problem").await;
    visitor.click(Role::Button, "https://app.example.org").await;
    visitor.see_gone("Problem:").await;
    visitor.see_value(Role::Field, "Origin 1", "https://app.example.org").await;
    visitor.see_in(WRITTEN, r"https://app\.example\.org").await;
}

pub(super) async fn origins_are_tried<E: Hands>(visitor: &mut Visitor<E>) {
    begin(visitor).await;
    visitor.write("Origin 1", "https://*.example.org").await;
    visitor.write("Origin to try 1", "https://shop.example.org").await;
    visitor.see_in("Which of these are allowed?", "by origin 1").await;
    visitor.write("Origin to try 1", "https://example.org").await;
    visitor.see_in("Which of these are allowed?", "No entry allows https://example.org").await;
    visitor.click(Role::Button, "Add an origin to try").await;
    visitor.type_keys("http://shop.example.org").await;
    visitor.see_in("Which of these are allowed?", "No entry allows http://shop.example.org").await;
}

pub(super) async fn every_target_writes_it_its_way<E: Hands>(visitor: &mut Visitor<E>) {
    begin(visitor).await;
    visitor.write("Origin 1", "https://app.example.org").await;
    choose_target(visitor, "Express").await;
    visitor.see_in(WRITTEN, "cors(").await;
    visitor.see_in(WRITTEN, "https://app.example.org").await;
    visitor.click(Role::Box, "Requests may carry credentials").await;
    visitor.see_in(WRITTEN, "credentials: true").await;
    visitor.see("Every origin that you allow can act as the user").await;
    visitor.write("Time", "1h").await;
    visitor.see_in(WRITTEN, "3600").await;
    visitor.see("WebKit keeps it 10 min").await;
    choose_target(visitor, "Amazon S3").await;
    visitor.see_in(WRITTEN, "AllowedOrigins").await;
    visitor.write("Origin 1", "https://*.example.org").await;
    visitor.audit("another target").await;
}

pub(super) async fn what_a_target_cannot_express_is_said<E: Hands>(visitor: &mut Visitor<E>) {
    begin(visitor).await;
    visitor.write("Origin 1", "http://localhost:*").await;
    choose_target(visitor, "Azure Front Door").await;
    visitor.see_in(WRITTEN, "cannot express all of this").await;
    visitor.audit("a shortfall").await;
    visitor.click(Role::Box, "Write the nearest safe alternative").await;
    visitor.see_in(WRITTEN, "cannot express all of this").await;
}

pub(super) async fn a_request_is_tried_on_the_policy<E: Hands>(visitor: &mut Visitor<E>) {
    begin(visitor).await;
    visitor.see_in(TRIAL, "The preflight").await;
    visitor.write("Origin 1", "https://app.example.org").await;
    visitor.write("Origin of the page", "https://app.example.org").await;
    visitor.see_in(TRIAL, "Browsers let this request through").await;
    visitor.audit("a trial that is allowed").await;
    visitor.write("Method", "PURGE").await;
    visitor.see_in(TRIAL, "Blocked").await;
    visitor.see_in(TRIAL, "The script gets a TypeError").await;
    visitor.audit("a trial that is blocked").await;
    visitor.write("Method", "PUT").await;
    visitor.write("Origin of the page", "https://evil.example.org").await;
    visitor.see_in(TRIAL, "No entry allows").await;
}

pub(super) async fn a_file_goes_out_and_comes_in<E: Hands>(visitor: &mut Visitor<E>) {
    begin(visitor).await;
    visitor.write("Origin 1", "https://round.example.org").await;
    visitor.click(Role::Tab, "preflight.toml").await;
    visitor.see_in(WRITTEN, "https://round.example.org").await;
    visitor.click(Role::Button, "Copy preflight.toml").await;
    visitor.see("Copied").await;
    visitor.click(Role::Button, "Start over").await;
    visitor.see_gone("https://round.example.org").await;

    visitor.click(Role::Button, "Open a file").await;
    visitor.audit("opening a file").await;
    visitor.write(OPENED, "allow_origins = [").await;
    visitor.click(Role::Button, "Open").await;
    visitor.see("line 1").await;
    visitor.audit("a file with a fault").await;
    let pasted = visitor.paste_copied(OPENED).await;
    assert!(pasted.contains("[[policy]]"), "not copied: {pasted}");
    visitor.click(Role::Button, "Open").await;
    visitor.see_value(Role::Field, "Origin 1", "https://round.example.org").await;
    visitor.click(Role::Button, "Undo").await;
    visitor.see_gone("https://round.example.org").await;
}

pub(super) async fn a_link_holds_all_of_it<E: Hands>(visitor: &mut Visitor<E>) {
    begin(visitor).await;
    visitor.write("Origin 1", "https://shared.example.org").await;
    choose_target(visitor, "Caddy").await;
    visitor.click(Role::Button, "Copy a link to this").await;
    visitor.see("Link copied").await;
    visitor.click(Role::Link, "Check").await;
    let link = visitor.paste_copied("Paste a URL").await;
    let (_, state) = link.split_once('#').expect("a link with a fragment");
    visitor.open_as_new().await;
    visitor.open(&format!("#{state}")).await;
    visitor.see_value(Role::Field, "Origin 1", "https://shared.example.org").await;
    visitor.see_value(Role::Field, "Target", "Caddy").await;
}

pub(super) async fn policies_for_other_paths<E: Hands>(visitor: &mut Visitor<E>) {
    begin(visitor).await;
    visitor.click(Role::Button, "Add a policy for other paths").await;
    visitor.see_value(Role::Field, "Path 1", "/api/*").await;
    visitor.audit("two policies").await;
    visitor.click(Role::Tab, "preflight.toml").await;
    visitor.see_in(WRITTEN, "/api/*").await;
}

pub(super) async fn a_file_is_chosen_dropped_and_downloaded<E: Hands>(visitor: &mut Visitor<E>) {
    let file =
        |host: &str| format!("[[policy]]\nallow_origins = [\"https://{host}.example.org\"]\n");
    begin(visitor).await;
    visitor.click(Role::Button, "Open a file").await;
    visitor.choose_file("A file", "preflight.toml", &file("chosen")).await;
    visitor.see_value(Role::Field, OPENED, &file("chosen")).await;
    visitor.click(Role::Button, "Open").await;
    visitor.see_value(Role::Field, "Origin 1", "https://chosen.example.org").await;

    visitor.click(Role::Button, "Open a file").await;
    visitor.see_value(Role::File, "A file", "").await;
    visitor.drop_file(OPENED, "preflight.toml", &file("dropped")).await;
    visitor.see_value(Role::Field, OPENED, &file("dropped")).await;
    visitor.click(Role::Button, "Open").await;
    visitor.see_value(Role::Field, "Origin 1", "https://dropped.example.org").await;

    visitor.see_in(WRITTEN, r"https://dropped\.example\.org").await;
    download_as_seen(visitor, "preflight-cors.conf").await;
    visitor.click(Role::Tab, "preflight.toml").await;
    visitor.see_in(WRITTEN, "https://dropped.example.org").await;
    download_as_seen(visitor, "preflight.toml").await;
}

async fn download_as_seen<E: Hands>(visitor: &mut Visitor<E>, name: &str) {
    let seen = visitor.text(WRITTEN).await;
    visitor.click(Role::Button, &format!("Download {name}")).await;
    let content = visitor.downloaded(name).await;
    assert!(content.ends_with('\n') && content.lines().count() > 1, "no lines: {content}");
    let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(seen.contains(&content), "not what is seen: {content}");
}

/// Prints how long keys take; a slow machine fails nothing.
pub(super) async fn typing_in_a_long_policy<E: Hands>(visitor: &mut Visitor<E>) {
    let origins: Vec<_> = (1..=100).map(|n| format!("\"https://shop-{n}.example.org\"")).collect();
    begin(visitor).await;
    visitor.click(Role::Button, "Open a file").await;
    let file = format!("[[policy]]\nallow_origins = [{}]\n", origins.join(", "));
    visitor.paste(OPENED, &file).await;
    visitor.click(Role::Button, "Open").await;
    visitor.see_value(Role::Field, "Origin 100", "https://shop-100.example.org").await;
    visitor.see_in(WRITTEN, r"https://shop-100\.example\.org").await;
    visitor.click(Role::Field, "Origin 50").await;
    visitor.press(Key::End).await;
    let taken = visitor.type_timed(".and.typed.at.the.end.of.a.name").await;
    println!("{taken}, in a policy of 100 origins");
    let typed = "https://shop-50.example.org.and.typed.at.the.end.of.a.name";
    visitor.see_value(Role::Field, "Origin 50", typed).await;
    visitor.see_in(WRITTEN, &typed.replace('.', r"\.")).await;
}
