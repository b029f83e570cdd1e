//! `cargo x screenshots`: pictures of the workbench's views for the documents, each in a state that
//! tells something, at two sizes and in both themes.

use clap::Parser;
use conformance::engines::{Chromium, EngineError};
use conformance::gateway::Serving;
use conformance::pictures::shrunk;
use conformance::upstream::{Answer, Connection, Message, Upstream};
use conformance::workbench::{Printing, Role, Visitor, WorkbenchProcess};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write docs/images/VIEW-SIZE-THEME.png
#[derive(Parser)]
#[command(bin_name = "cargo x screenshots", help_expected = true)]
struct Args {
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "docs/images")]
    to: PathBuf,
    /// Only this view
    #[arg(long, value_name = "VIEW")]
    view: Option<String>,
}

const SIZES: [(&str, (u32, u32)); 2] = [("wide", (1280, 900)), ("narrow", (390, 844))];
const THEMES: [&str; 2] = ["light", "dark"];

/// Where things stand, so that pictures change only where the views do.
const WORKBENCH: &str = "127.0.0.1:9340";
const CLINIC: &str = "4000";
const PAGE: &str = "http://localhost:4000";
const API: &str = "http://127.0.0.1:4001";
const ADMIN: &str = "127.0.0.1:9090";

type Somebody = Visitor<Chromium>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    match take(&args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn take(args: &Args) -> Result<(), EngineError> {
    let workbench = WorkbenchProcess::start(&["--listen", WORKBENCH]);
    let browser = Chromium::start_with(&["--hide-scrollbars".to_owned()]).await?;
    let mut visitor = Visitor::arrive(browser, workbench).await;
    let clinic = Printing::start(&["clinic", "--port", CLINIC]);
    let _ = clinic.line_with("the broken API");
    for view in ["check", "build", "explain", "clinic", "try", "gateway"] {
        if args.view.as_deref().is_some_and(|only| only != view) {
            continue;
        }
        match view {
            "check" => check(&mut visitor).await,
            "build" => build(&mut visitor).await,
            "explain" => explain(&mut visitor).await,
            "clinic" => scenario(&mut visitor).await,
            "try" => try_here(&mut visitor).await,
            _ => {}
        }
        // What is watched must live while its pictures are taken.
        let _watched = if view == "gateway" { Some(gateway(&mut visitor).await) } else { None };
        for (size, pixels) in SIZES {
            // There the form comes first, and fills the window.
            let heading = if size == "narrow" { told(view) } else { "" };
            for theme in THEMES {
                let picture = visitor.picture(theme, pixels, heading).await;
                let name = args.to.join(format!("{view}-{size}-{theme}.png"));
                let picture = shrunk(&picture);
                println!("{} {} bytes", name.display(), picture.len());
                fs::write(&name, picture)
                    .map_err(|error| EngineError::System("a picture", error))?;
            }
        }
    }
    visitor.leave().await;
    Ok(())
}

/// What a narrow window begins with.
fn told(view: &str) -> &'static str {
    match view {
        "check" => "The server does not know the method OPTIONS",
        "clinic" => "The server sends no CORS header",
        "try" => "What a script gets",
        "explain" => "The response has no",
        _ => "",
    }
}

async fn check(visitor: &mut Somebody) {
    visitor.open("#/check").await;
    let pasted = format!(
        "fetch(\"{API}/options-method-not-allowed\", {{ method: \"PUT\", headers: {{ \"content-type\": \
         \"application/json\" }}, body: \"{{}}\" }})"
    );
    visitor.paste("Paste a URL", &pasted).await;
    visitor.see_value(Role::Field, "Method", "PUT").await;
    visitor.write("Origin of the page", PAGE).await;
    visitor.click(Role::Button, "Run the check").await;
    visitor.see("The script gets a TypeError").await;
    visitor.choose("on", "nginx").await;
    visitor.see("add_header").await;
}

async fn build(visitor: &mut Somebody) {
    visitor.open_as_new().await;
    visitor.click(Role::Link, "Build").await;
    visitor.write("Origin 1", "https://app.example.com").await;
    visitor.click(Role::Button, "Add an origin").await;
    visitor.type_keys("https://*.staging.example.com").await;
    visitor.write("Origin to try 1", "https://shop.staging.example.com").await;
    visitor.see("by origin 2").await;
}

async fn explain(visitor: &mut Somebody) {
    visitor.open("#/explain").await;
    let message = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
                   resource at https://api.example.com/orders. (Reason: CORS header \
                   ‘Access-Control-Allow-Origin’ missing). Status code: 401.";
    visitor.paste("Paste what the console says", message).await;
    visitor.see("What does not fix it").await;
}

async fn scenario(visitor: &mut Somebody) {
    visitor.open("#/clinic/no-cors-headers").await;
    visitor.click(Role::Button, "Run it").await;
    visitor.see("The script gets a TypeError").await;
    visitor.see("What to change").await;
}

async fn try_here(visitor: &mut Somebody) {
    for part in ["CORS policy", "net::ERR_FAILED"] {
        visitor.expect_in_console(part);
    }
    visitor.open("#/try").await;
    visitor.write("URL", &format!("{API}/no-cors-headers")).await;
    visitor.click(Role::Button, "Send it with").await;
    visitor.see("does what the model says").await;
    visitor.see("Open it in Check").await;
}

/// A gateway with its upstream, that was asked by some pages.
async fn gateway(visitor: &mut Somebody) -> (Upstream, Serving) {
    let answer = |_: &Message| Answer { status: 200, ..Answer::default() };
    let upstream = Upstream::start(answer).await.expect("a server");
    let config = format!(
        "[[policy]]\nallow_origins = ['https://app.example.com']\nallow_methods = ['PUT']\n\n\
         [gateway]\nlisten = '{{listen}}'\nadmin = '{ADMIN}'\nupstream = 'http://{}'\n",
        upstream.address
    );
    let serving = Serving::start(&config);
    visitor.open_as_new().await;
    visitor.click(Role::Link, "Gateway").await;
    visitor.write("Admin address", ADMIN).await;
    visitor.click(Role::Button, "Watch").await;
    visitor.see("Watching").await;
    for request in [
        "GET /orders\nOrigin: https://app.example.com",
        "OPTIONS /orders/7\nOrigin: https://app.example.com\nAccess-Control-Request-Method: PUT",
        "PUT /orders/7\nOrigin: https://app.example.com\nContent-Length: 0",
        "OPTIONS /orders/7\nOrigin: https://app.example.com\nAccess-Control-Request-Method: DELETE",
        "GET /orders\nOrigin: https://staging.example.com",
        "OPTIONS /orders\nOrigin: http://localhost:5173\nAccess-Control-Request-Method: PUT",
    ] {
        let mut connection = Connection::open(serving.address).await.expect("a connection");
        connection.ask(request).await.expect("an answer");
    }
    visitor.see("http://localhost:5173").await;
    visitor.click(Role::Fold, "What would an edited policy change?").await;
    let edited = "[[policy]]\nallow_origins = ['https://app.example.com', 'https://staging.example.com']\n\
                  allow_methods = ['PUT', 'DELETE']";
    visitor.paste("The edited policy", edited).await;
    visitor.see("would change").await;
    (upstream, serving)
}
