//! `preflight serve` under load and with everything around it failing: no response is lost, none mixes
//! two policies, and its memory stays what it was.

use conformance::gateway::Serving;
use conformance::upstream::{Answer, Connection, Message, Upstream};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::task::{JoinSet, LocalSet};
use tokio::time::timeout;

const ORIGIN: &str = "https://app.example.com";
/// Nothing here takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// `[gateway]` in front of this upstream, and more of it.
fn gateway(upstream: SocketAddr, more: &str) -> String {
    format!("[gateway]\nlisten = \"{{listen}}\"\nupstream = \"http://{upstream}\"\n{more}\n")
}

fn policy() -> String {
    format!("[[policy]]\nallow_origins = [\"{ORIGIN}\"]\nallow_methods = [\"PUT\"]\n")
}

/// An application that answers with the target.
fn echo(request: &Message) -> Answer {
    Answer { status: 200, body: request.second_word().to_owned(), ..Answer::default() }
}

fn get(target: &str) -> String {
    format!("GET {target}\nOrigin: {ORIGIN}")
}

/// A response that a page of [`ORIGIN`] may read.
fn readable(response: &Message) -> bool {
    response.header("access-control-allow-origin") == Some(ORIGIN)
}

/// So many files may be open, or the reason why not.
fn files(needed: u64) -> Result<(), String> {
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= needed) {
        return Ok(());
    }
    if limit.maximum.is_some_and(|maximum| maximum < needed) {
        let maximum = limit.maximum.unwrap_or_default();
        return Err(format!("{needed} files are needed, {maximum} allowed: `ulimit -Hn`"));
    }
    let raised = Rlimit { current: Some(needed), maximum: limit.maximum };
    setrlimit(Resource::Nofile, raised).map_err(|error| error.to_string())
}

#[tokio::test]
async fn ten_thousand_connections_are_kept() {
    const CONNECTIONS: usize = 10_000;
    let _one = crate::ONE_BROWSER.lock().await;
    // The gateway inherits the limit.
    if let Err(reason) = files(CONNECTIONS as u64 + 2_000) {
        println!("NOT RUN: {reason}");
        return;
    }
    let upstream = Upstream::start(echo).await.expect("a free port");
    let limits = "limits = { connections = 12000 }\ntimeouts = { idle = \"10m\" }";
    let gateway = Serving::start(&(policy() + &gateway(upstream.address, limits)));
    let before = gateway.memory().expect("its memory");
    let mut connections = Vec::with_capacity(CONNECTIONS);
    for number in 0..CONNECTIONS {
        let mut connection = Connection::open(gateway.address).await.expect("it accepts");
        expect_own(&mut connection, &format!("/first/{number}")).await;
        connections.push(connection);
    }
    let with_all = gateway.memory().expect("its memory");
    let each = (with_all - before) * 1024 / CONNECTIONS as u64;
    println!(
        "{CONNECTIONS} connections: {before} KiB before, {with_all} KiB with them, {each} B each"
    );
    // None was closed to make room for another, and each still gets what it asks for.
    for (number, connection) in connections.iter_mut().enumerate().rev() {
        expect_own(connection, &format!("/second/{number}")).await;
    }
    assert_eq!(upstream.requests(), 2 * CONNECTIONS);
    drop(connections);
    let mut connection = Connection::open(gateway.address).await.expect("it accepts");
    expect_own(&mut connection, "/after").await;
    // What an HTTP library keeps of a connection that was used: its buffers.
    assert!(each < 40 * 1024, "{each} bytes for each idle connection");
}

async fn expect_own(connection: &mut Connection, target: &str) {
    let asked = timeout(PATIENCE, connection.ask(&get(target))).await;
    let response = asked.unwrap_or_else(|_| panic!("{target}: no response")).expect("a response");
    assert_eq!((response.status(), &response.body[..]), (200, target.as_bytes()));
    assert!(readable(&response), "{response:?}");
}

/// Clients that send a byte now and then do not keep others waiting, nor stay for ever; neither do
/// upstreams.
#[tokio::test]
async fn the_slow_hold_up_nobody() {
    let _one = crate::ONE_BROWSER.lock().await;
    let slow = |request: &Message| {
        let after = match request.second_word() {
            target if target.starts_with("/slow") => Duration::from_millis(300),
            target if target.starts_with("/never") => Duration::from_secs(3600),
            _ => Duration::ZERO,
        };
        Answer { after, ..echo(request) }
    };
    let upstream = Upstream::start(slow).await.expect("a free port");
    let times = "timeouts = { head = \"2s\", client_stall = \"2s\", response = \"2s\" }";
    let gateway = Serving::start(&(policy() + &gateway(upstream.address, times)));
    let address = gateway.address;

    let mut slow = JoinSet::new();
    for number in 0..300 {
        slow.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let head = match number % 3 {
                0 => "GET /slowly HTTP/1.1\r\nHost: a\r\nX: ",
                1 => "POST /slowly HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n",
                _ => "",
            };
            connection.send(head.as_bytes()).await?;
            if number % 3 == 0 {
                // A byte now and then is no request.
                while connection.send(b"x").await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
            connection.read().await
        });
    }
    let mut quick = JoinSet::new();
    for number in 0..100 {
        quick.spawn(async move {
            let mut connection = Connection::open(address).await.expect("it accepts");
            for round in 0..10 {
                let kind = if number % 2 == 0 { "quick" } else { "slow" };
                expect_own(&mut connection, &format!("/{kind}/{number}/{round}")).await;
            }
        });
    }
    let mut never = JoinSet::new();
    for number in 0..50 {
        never.spawn(async move {
            let mut connection = Connection::open(address).await.expect("it accepts");
            let response = connection.ask(&get(&format!("/never/{number}"))).await;
            let response = response.expect("a response");
            assert!(response.status() == 504 && readable(&response), "{response:?}");
        });
    }
    let all = async {
        while let Some(quick) = quick.join_next().await {
            quick.expect("each request of a quick client is answered");
        }
        while let Some(never) = never.join_next().await {
            never.expect("who waits for an upstream that never answers is told so");
        }
        while let Some(slow) = slow.join_next().await {
            // Closed, with or without a word.
            if let Ok(Some(response)) = slow.expect("no panic") {
                assert!(response.status() >= 400, "{response:?}");
            }
        }
    };
    let ended = timeout(PATIENCE, all).await;
    let left = (quick.len(), never.len(), slow.len());
    assert!(ended.is_ok(), "still there, of quick, never answered and slow clients: {left:?}");
}

/// What the clients of a load see.
#[derive(Debug, Default)]
struct Tally {
    own: Cell<usize>,
    failed: Cell<usize>,
    wrong: RefCell<Vec<String>>,
    /// The generation of the policy that is in force for sure.
    known: Cell<usize>,
}

impl Tally {
    fn wrong(&self, what: String) {
        self.wrong.borrow_mut().push(what);
    }
}

/// Whether a response is what was asked for, given the generation in force when it was asked; `Ok(false)`
/// for an error that may be.
type Judge = Rc<dyn Fn(&str, &Message, usize) -> Result<bool, String>>;

/// Asks one thing after the other until `done`, on connections that are opened anew where they end.
async fn keep_asking(
    address: SocketAddr,
    client: usize,
    done: Rc<Cell<bool>>,
    judge: Judge,
    requests: fn(usize, usize) -> String,
    tally: Rc<Tally>,
) {
    let mut connection = None;
    let mut number = 0;
    while !done.get() {
        number += 1;
        let request = requests(client, number);
        let mut open = match connection.take() {
            Some(open) => open,
            None => Connection::open(address).await.expect("it accepts"),
        };
        let known = tally.known.get();
        match timeout(PATIENCE, open.ask(&request)).await {
            Err(_) => tally.wrong(format!("{request}: no response")),
            Ok(Err(error)) => tally.wrong(format!("{request}: {error}")),
            Ok(Ok(response)) => {
                match judge(&request, &response, known) {
                    Ok(true) => tally.own.set(tally.own.get() + 1),
                    Ok(false) => tally.failed.set(tally.failed.get() + 1),
                    Err(why) => tally.wrong(format!("{request}: {why}: {response:?}")),
                }
                if response.header("connection") != Some("close") {
                    connection = Some(open);
                }
            }
        }
    }
}

fn numbered(client: usize, number: usize) -> String {
    get(&format!("/{client}/{number}"))
}

#[tokio::test]
async fn an_upstream_killed_and_restarted_under_load_loses_no_response() {
    const RESTARTS: usize = 20;
    let _one = crate::ONE_BROWSER.lock().await;
    let mut upstream = Upstream::start(echo).await.expect("a free port");
    let port = upstream.address;
    // An upstream that fails is asked again at once.
    let gateway = Serving::start(&(policy() + &gateway(port, "health = { out_for = \"100ms\" }")));
    let address = gateway.address;
    let judge = |request: &str, response: &Message, _: usize| {
        let target = request.split([' ', '\n']).nth(1).unwrap_or_default();
        let own = response.status() == 200 && response.body == target.as_bytes();
        let failed = matches!(response.status(), 502..=504);
        if !readable(response) || !(own || failed) {
            return Err("not its own response, nor an error that the page may read".to_owned());
        }
        Ok(own)
    };
    let (tally, done) = (Rc::new(Tally::default()), Rc::new(Cell::new(false)));
    let local = LocalSet::new();
    for client in 0..32 {
        let (done, tally) = (Rc::clone(&done), Rc::clone(&tally));
        local.spawn_local(keep_asking(address, client, done, Rc::new(judge), numbered, tally));
    }
    let restarts = async {
        for _ in 0..RESTARTS {
            tokio::time::sleep(Duration::from_millis(100)).await;
            drop(upstream);
            tokio::time::sleep(Duration::from_millis(50)).await;
            upstream = Upstream::start_at(port, echo).await.expect("the same port");
            // Until it is in use again.
            let before = tally.own.get();
            let deadline = Instant::now() + PATIENCE;
            while tally.own.get() < before + 100 {
                assert!(Instant::now() < deadline, "it is not asked again: {tally:?}");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        done.set(true);
    };
    local.run_until(restarts).await;
    local.await;
    println!("{RESTARTS} restarts: {} answered, {} failed", tally.own.get(), tally.failed.get());
    let wrong = tally.wrong.take();
    assert!(wrong.is_empty(), "{} are wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(tally.failed.get() > 0, "the upstream was never missed");
}

/// The policy of a generation: all that it says names the generation.
fn generation(number: usize) -> String {
    format!(
        "[[policy]]\nallow_origins = [\"{ORIGIN}\"]\nallow_methods = [\"M{number}\"]\n\
         allow_headers = [\"x-{number}\"]\nexpose_headers = [\"x-{number}\"]\nmax_age = {number}\n"
    )
}

/// Which generation answered, where all of a response says the same.
fn spoken_by(response: &Message) -> Result<usize, String> {
    let mut said = Vec::new();
    for (name, before) in [
        ("access-control-allow-methods", "M"),
        ("access-control-allow-headers", "x-"),
        ("access-control-expose-headers", "x-"),
        ("access-control-max-age", ""),
    ] {
        let Some(value) = response.header(name) else { continue };
        let number = value.strip_prefix(before).and_then(|n| n.parse::<usize>().ok());
        said.push(number.ok_or_else(|| format!("{name}: {value}"))?);
    }
    let expected = if response.status() == 204 { 3 } else { 1 };
    match said[..] {
        [first, ..] if said.len() == expected && said.iter().all(|n| *n == first) => Ok(first),
        _ => Err(format!("it speaks for {said:?}")),
    }
}

fn either(client: usize, number: usize) -> String {
    if number.is_multiple_of(2) {
        return numbered(client, number);
    }
    format!("OPTIONS /{client}/{number}\nOrigin: {ORIGIN}\nAccess-Control-Request-Method: GET")
}

#[tokio::test]
async fn a_thousand_reloads_under_load_lose_no_response_and_mix_no_policies() {
    const RELOADS: usize = 1000;
    let _one = crate::ONE_BROWSER.lock().await;
    let upstream = Upstream::start(echo).await.expect("a free port");
    let config = |policy: &str| format!("{policy}{}", gateway(upstream.address, ""));
    let gateway = Serving::start(&config(&generation(1)));
    let address = gateway.address;
    let asked = Rc::new(Cell::new(1));
    let judge: Judge = {
        let asked = Rc::clone(&asked);
        Rc::new(move |request: &str, response: &Message, known: usize| {
            let status = if request.starts_with("OPTIONS") { 204 } else { 200 };
            if response.status() != status || !readable(response) {
                return Err("not what any policy says".to_owned());
            }
            let number = spoken_by(response)?;
            // Not older than what was in force when it was asked, not newer than what was written.
            let right = (known..=asked.get()).contains(&number);
            if right { Ok(true) } else { Err(format!("generation {number}, in force was {known}")) }
        })
    };
    let (tally, done) = (Rc::new(Tally::default()), Rc::new(Cell::new(false)));
    let local = LocalSet::new();
    for client in 0..16 {
        let (done, tally, judge) = (Rc::clone(&done), Rc::clone(&tally), Rc::clone(&judge));
        local.spawn_local(keep_asking(address, client, done, judge, either, tally));
    }
    let reloads = async {
        let mut memory = Vec::new();
        let mut probe = Connection::open(address).await.expect("it accepts");
        for reload in 2..RELOADS + 2 {
            if reload % 3 == 0 {
                // Half of it is right, and newer: none of it may be taken.
                let wrong = generation(900_000) + "[[policy]]\nallow_origins = [\"null\"]\n";
                gateway.reload(&config(&wrong)).expect("it runs");
                continue;
            }
            asked.set(reload);
            gateway.reload(&config(&generation(reload))).expect("it runs");
            let deadline = Instant::now() + PATIENCE;
            loop {
                let response = probe.ask(&get("/probe")).await.expect("a response");
                if spoken_by(&response) == Ok(reload) {
                    break;
                }
                assert!(Instant::now() < deadline, "reload {reload}: {}", gateway.said());
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tally.known.set(reload);
            if reload % 100 == 0 || reload % 100 == 1 {
                memory.push(gateway.memory().expect("its memory"));
            }
        }
        done.set(true);
        memory
    };
    let memory = local.run_until(reloads).await;
    local.await;
    println!("{RELOADS} reloads, {} responses, {memory:?} KiB", tally.own.get());
    let wrong = tally.wrong.take();
    assert!(wrong.is_empty(), "{} are wrong\n{}", wrong.len(), wrong.join("\n"));
    let (early, late) = (memory[1], memory[memory.len() - 1]);
    assert!(late < early + 2048, "memory grows with reloads: {memory:?} KiB");
    assert!(gateway.said().contains("null"), "what is wrong was said: {}", gateway.said());
}
