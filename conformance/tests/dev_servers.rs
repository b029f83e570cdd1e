//! Development servers that pass calls on: to their own pages the API is of one origin with them, and to
//! any other page they say nothing.
//!
//! `PREFLIGHT_TARGETS=vite` runs this only.

use conformance::application_server;
use conformance::engines::{Chromium, Engine};
use conformance::equivalence::{Call, Compared, STRANGER, Wire, compare};
use conformance::proven::recorded;
use conformance::real_server::{Generation, Live, SERVERS, Server, free_port};
use conformance::upstream::{Answer, Message, Upstream};
use preflight_fetch::RequestInit;
use preflight_policy::{Policies, PolicyConfig};
use preflight_targets::generate::Plan;
use preflight_targets::proven::EQUIVALENCES;
use preflight_targets::{Kind, Target};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::task::LocalSet;

/// The page's own origin, as [`compare`] asks.
const OWN: &str = "https://api.example";

/// Whom the policies allow. It is the API's to tell them so; a development server does not.
const ALLOWED: &str = "https://app.example.com";

/// Calls its last argument with the status, or with the error's name.
const FETCH: &str = "
    const [url, done] = arguments;
    fetch(url, { method: 'POST', headers: { 'X-Cart-Id': '1' } })
        .then(response => done(response.status), error => done(error.name));";

/// The servers, and the targets of which they are.
fn dev_servers() -> Vec<(&'static Server, &'static Target)> {
    let only = std::env::var("PREFLIGHT_TARGETS").unwrap_or_default();
    let wanted = |id: &str| only.is_empty() || only.split(',').any(|one| one == id);
    let servers = SERVERS.iter().filter(|server| wanted(server.id));
    let of = |server: &'static Server| Some((server, Target::by_id(server.id)?));
    servers.filter_map(of).filter(|(_, target)| target.kind == Kind::DevServer).collect()
}

fn plan(paths: &[&str]) -> Plan {
    let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
    let config = PolicyConfig {
        allow_origins: texts(&[ALLOWED]),
        allow_credentials: true,
        paths: texts(paths),
        ..PolicyConfig::default()
    };
    Plan::new(&config.build().expect("a policy without faults"))
}

/// What is generated for `target`, passing on to the port of `upstream`.
fn generation(target: &Target, plan: Plan, upstream: u16) -> Generation {
    let plan = Plan { upstream: format!("http://127.0.0.1:{upstream}"), ..plan };
    let generated = target.generate(&plan).expect("a generator").expect("nothing is lacking");
    Generation { files: generated.files, port: free_port(), upstream }
}

#[test]
fn its_own_pages_see_the_api_and_no_others_do() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let (mut rows, mut faults, mut ran) = (Vec::new(), Vec::new(), Vec::new());
    LocalSet::new().block_on(&runtime.expect("a runtime"), async {
        for (server, target) in dev_servers() {
            let start = Instant::now();
            let (mut cases, mut readable) = (0, 0);
            let paths: [&[&str]; 2] = [&[], &["/api/*", "/v2 (beta)/*", "/ok"]];
            for paths in paths {
                let compared = asked(server, target, paths).await;
                cases += compared.cases;
                readable += compared.readable;
                faults.extend(
                    compared.differences.into_iter().map(|d| format!("{}: {d}", server.id)),
                );
            }
            println!(
                "{:18} {cases} cases, {readable} readable, {:.1} s",
                server.id,
                start.elapsed().as_secs_f32()
            );
            rows.push(format!("{}\t\t{}\t0\t{cases}", server.id, paths.len()));
            ran.push(server.id);
        }
    });
    if faults.is_empty() {
        faults.extend(recorded(EQUIVALENCES, &ran, rows).err());
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// A page of the server's own sees what the application answers; to others not even an origin that the
/// policy allows is named, as if it allowed none of them.
async fn asked(server: &'static Server, target: &Target, paths: &[&str]) -> Compared {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let behind = listener.local_addr().expect("an address").port();
    let _upstream = application_server::Upstream::start(listener);
    let generation = generation(target, plan(paths), behind);
    let wire = Wire::new(generation.port);
    let start = tokio::task::spawn_blocking(move || Live::start(server, &[generation]));
    let _live = start.await.expect("a server that starts");
    let nobody = PolicyConfig {
        allow_origins: vec!["https://nobody.example".to_owned()],
        ..PolicyConfig::default()
    };
    let nobody: Policies = nobody.build().expect("a policy without faults");
    compare(&wire, &nobody, &calls(paths), false).await
}

fn calls(paths: &[&str]) -> Vec<Call> {
    let mut urls = Vec::new();
    for name in ["ok", "error/404", "error/500", "redirect", "auth"] {
        urls.push(format!("/api/{name}"));
    }
    if !paths.is_empty() {
        urls.extend(["/v2%20(beta)/ok".to_owned(), "/ok".to_owned()]);
    }
    let mut calls = Vec::new();
    for path in &urls {
        for origin in [OWN, ALLOWED, "http://localhost:3000", STRANGER] {
            for method in ["GET", "POST", "PUT", "DELETE"] {
                let headers = vec![("x-cart-id".to_owned(), b"1".to_vec())];
                for headers in [Vec::new(), headers] {
                    let method = method.to_owned();
                    let init = RequestInit { method, headers, ..RequestInit::default() };
                    calls.push(Call { origin, path: path.clone(), init });
                }
            }
        }
    }
    calls
}

/// The API knows nothing of CORS and refuses whoever comes from another origin, as many do that guard
/// against forged requests.
fn guarded(request: &Message) -> Answer {
    let status = if request.header("origin").is_some() { 403 } else { 200 };
    Answer { status, body: "{}".to_owned(), ..Answer::default() }
}

#[tokio::test]
async fn chromium_passes_where_it_was_blocked() {
    let _one = crate::ONE_BROWSER.lock().await;
    let mut browser = Chromium::start().await.expect("Chromium starts");
    let mut faults = Vec::new();
    for (server, target) in dev_servers() {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()));
        let _api = Upstream::start_at(address, guarded).await.expect("a free port");
        let generation = generation(target, plan(&[]), address.port());
        let page = format!("http://127.0.0.1:{}", generation.port);
        let start = tokio::task::spawn_blocking(move || Live::start(server, &[generation]));
        let _live = start.await.expect("a server that starts");
        browser.open(&page).await.expect("the page opens");
        let direct = format!("http://{address}/api/items");
        let before = browser.run(FETCH, vec![direct.into()]).await.expect("a result");
        let after = browser.run(FETCH, vec!["/api/items".into()]).await.expect("a result");
        if before != "TypeError" || after != 200 {
            faults.push(format!("{}: Chromium says {before}, and then {after}", server.id));
        }
    }
    browser.close().await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
