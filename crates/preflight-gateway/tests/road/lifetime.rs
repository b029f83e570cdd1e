use std::time::Duration;

use crate::world::{Fake, World, first_line, settings};

const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

#[test]
fn a_head_that_comes_too_slowly() {
    let upstream = Fake::answering(HELLO);
    let mut hasty = settings(&[upstream.address]);
    hasty.times.head = Duration::from_millis(100);
    hasty.times.idle = Duration::from_secs(60);
    let world = World::with(hasty);
    // Nothing, half a preface of HTTP/2, half a head.
    for start in ["", "PRI * ", "GET / HTTP/1.1\r\nHost: a\r\nX"] {
        assert_eq!(world.ask(start), "", "{start:?}");
    }
    // Half a head after a whole one.
    let mut browser = world.connect();
    browser.write(GET);
    browser.read_until("hello");
    browser.write("GET /");
    assert_eq!(browser.read_to_end(), "");
}

#[test]
fn a_connection_that_is_not_used() {
    let upstream = Fake::answering(HELLO);
    let mut hasty = settings(&[upstream.address]);
    hasty.times.idle = Duration::from_millis(100);
    let response = World::with(hasty).ask(GET);
    assert!(response.ends_with("hello"), "{response}");
}

#[test]
fn a_client_that_stops_sending_or_reading() {
    let upstream = Fake::new(|line| {
        if line.read_head() {
            line.write("HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n");
            let part = "x".repeat(1 << 20);
            for _ in 0..64 {
                line.write(&part);
            }
            line.hand_over("written or cut off".to_owned());
        }
    });
    let mut hasty = settings(&[upstream.address]);
    hasty.times.client_stall = Duration::from_millis(100);
    let world = World::with(hasty);
    let mut browser = world.connect();
    browser.write(GET);
    upstream.received();
    assert_eq!(upstream.received(), "written or cut off");
    drop(browser);

    let silent = Fake::new(|line| {
        line.read_head();
        line.read_until("never");
    });
    let mut hasty = settings(&[silent.address]);
    hasty.times.client_stall = Duration::from_millis(100);
    let response =
        World::with(hasty).ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    assert!(response.starts_with("HTTP/1.1 408 "), "{response}");
    assert!(response.contains("\"error\":\"request-timeout\""), "{response}");
}

#[test]
fn a_client_that_goes_away_takes_its_request_with_it() {
    let upstream = Fake::new(|line| {
        line.read_head();
        let more = line.read_until("never");
        line.hand_over(format!("{more:?}"));
    });
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    browser.write(GET);
    upstream.received();
    drop(browser);
    assert_eq!(upstream.received(), "None");
}

#[test]
fn connections_beyond_the_limit_wait() {
    let upstream = Fake::answering(HELLO);
    let mut tight = settings(&[upstream.address]);
    tight.limits.connections = 1;
    // A second listener does not take the only place away while it waits for clients.
    tight.listeners.insert(0, tight.listeners[0].clone());
    let mut world = World::with(tight);
    world.address = world.gateway.as_ref().expect("running").addresses()[1];
    let mut first = world.connect();
    first.write(GET);
    first.read_until("hello");
    let mut second = world.connect();
    second.write(GET);
    second.stream.set_read_timeout(Some(Duration::from_millis(200))).expect("a time-out");
    assert_eq!(std::io::Read::read(&mut second.stream, &mut [0]).ok(), None);
    second.stream.set_read_timeout(Some(crate::world::PATIENCE)).expect("a time-out");
    drop(first);
    second.read_until("hello");
}

/// Where a queue is full, Linux answers the next client without keeping anything; one that is silent
/// then stays connected to nobody.
#[cfg(target_os = "linux")]
#[test]
fn a_burst_of_connections_waits_in_the_systems_queue() {
    const BURST: usize = 400;
    let upstream = Fake::answering(HELLO);
    let mut tight = settings(&[upstream.address]);
    tight.limits.connections = 1;
    let world = World::with(tight);
    let clients: Vec<_> = (0..BURST).map(|_| world.connect()).collect();
    let queue = format!(":{:04X}", world.address.port());
    let table = std::fs::read_to_string("/proc/net/tcp").expect("the system's table");
    let listening = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let mut listening = listening
        .filter(|line| line.get(1).is_some_and(|local| local.ends_with(&queue)) && line[3] == "0A");
    let line = listening.next().expect("a listener");
    let waiting = line[4].split(':').nth(1).and_then(|count| usize::from_str_radix(count, 16).ok());
    // Each thread has taken one out and waits for a place for it.
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    assert!(waiting.is_some_and(|count| count + threads + 1 >= BURST), "{waiting:?} are waiting");
    drop(clients);
}

#[test]
fn stopping_waits_for_what_is_under_way_and_no_longer_than_allowed() {
    let upstream = Fake::new(|line| {
        line.read_head();
        line.read_until("never");
    });
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = std::sync::Mutex::new(released);
    let slow = Fake::new(move |line| {
        line.read_head();
        let _ = released.lock().expect("no panic").recv();
        line.write(HELLO);
    });
    let mut world = World::new(&[slow.address]);
    let (mut busy, mut idle) = (world.connect(), world.connect());
    busy.write(GET);
    slow.received();
    let gateway = world.gateway.take().expect("running");
    gateway.stop();
    assert_eq!(idle.read_to_end(), "");
    release.send(()).expect("waiting");
    let response = busy.read_to_end();
    assert!(response.ends_with("hello"), "{response}");
    gateway.wait().expect("no thread failed");
    std::net::TcpStream::connect(world.address).expect_err("nobody listens");

    let mut hasty = settings(&[upstream.address]);
    hasty.times.drain = Duration::from_millis(100);
    let mut world = World::with(hasty);
    let mut stuck = world.connect();
    stuck.write(GET);
    upstream.received();
    let gateway = world.gateway.take().expect("running");
    gateway.stop();
    gateway.wait().expect("no thread failed");
    assert_eq!(stuck.read_to_end(), "");
}

#[test]
fn a_request_keeps_the_settings_it_began_with() {
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = std::sync::Mutex::new(released);
    let old = Fake::new(move |line| {
        line.read_head();
        let _ = released.lock().expect("no panic").recv();
        line.write("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nold");
    });
    let new = Fake::answering("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nnew");
    let world = World::new(&[old.address]);
    let mut browser = world.connect();
    browser.write(GET);
    old.received();
    world.gateway.as_ref().expect("running").replace(settings(&[new.address]));
    let mut other = world.connect();
    other.write(GET);
    assert_eq!(first_line(&other.read_until("\r\n\r\n")), "HTTP/1.1 200 OK");
    assert_eq!(other.read_exact(3), "new");
    release.send(()).expect("waiting");
    browser.read_until("\r\n\r\n");
    assert_eq!(browser.read_exact(3), "old");
    browser.write(GET);
    browser.read_until("\r\n\r\n");
    assert_eq!(browser.read_exact(3), "new");
}

#[test]
fn idle_connections_to_upstreams_are_let_go_when_nobody_is_there() {
    let upstream = Fake::new(|line| {
        while line.read_head() {
            line.write(HELLO);
        }
        line.hand_over("closed".to_owned());
    });
    let mut hasty = settings(&[upstream.address]);
    hasty.times.upstream_idle = Duration::from_millis(100);
    let world = World::with(hasty);
    world.ask(&GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    upstream.received();
    assert_eq!(upstream.received(), "closed");
}

#[test]
fn a_crowd_is_served_by_an_upstream_that_waits_for_all_of_it() {
    // More than those from which on a request waits a moment for another's connection.
    const CROWD: usize = 200;
    let arrived = std::sync::Arc::new((std::sync::Mutex::new(0), std::sync::Condvar::new()));
    let upstream = Fake::new(move |line| {
        while line.read_head() {
            let (count, changed) = &*arrived;
            let mut count = count.lock().expect("no panic");
            *count += 1;
            changed.notify_all();
            drop(changed.wait_while(count, |count| *count < CROWD).expect("no panic"));
            line.write(HELLO);
        }
    });
    let world = World::new(&[upstream.address]);
    for _ in 0..2 {
        let mut crowd: Vec<_> = (0..CROWD).map(|_| world.connect()).collect();
        crowd.iter_mut().for_each(|browser| browser.write(GET));
        for browser in &mut crowd {
            assert_eq!(first_line(&browser.read_until("\r\n\r\n")), "HTTP/1.1 200 OK");
            assert_eq!(browser.read_exact(5), "hello");
        }
    }
}
