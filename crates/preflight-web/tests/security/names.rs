use crate::{ABOUT, TOKEN, bearer, open, send};
use preflight_web::{Settings, Workbench};
use std::net::{Ipv4Addr, Ipv6Addr};
use tokio::net::TcpListener;

/// A request with these lines for the name.
fn named(start: &str, hosts: &[&str]) -> String {
    let hosts: String = hosts.iter().map(|host| format!("Host: {host}\r\n")).collect();
    format!("{start}\r\n{hosts}{}\r\nConnection: close\r\n\r\n", bearer())
}

#[tokio::test]
async fn nobody_elses_name_is_answered_not_even_with_the_token() {
    let workbench = open().await;
    let port = workbench.address().port();
    let others = [
        format!("rebound.example:{port}"),
        format!("localhost.rebound.example:{port}"),
        format!("127.0.0.1.rebound.example:{port}"),
        format!("sub.localhost:{port}"),
        format!("localhost.:{port}"),
        format!("127.0.0.2:{port}"),
        format!("2130706433:{port}"),
        format!("0x7f.1:{port}"),
        format!("0.0.0.0:{port}"),
        format!("[::1]:{port}"),
        format!("[::ffff:127.0.0.1]:{port}"),
        format!("127.0.0.1:{port}@rebound.example"),
        format!("rebound.example:{port}, 127.0.0.1:{port}"),
        format!("127.0.0.1:{port}/"),
        "127.0.0.1:80".to_owned(),
        "127.0.0.1".to_owned(),
        "localhost".to_owned(),
        "127.0.0.1:".to_owned(),
        String::new(),
    ];
    for host in others {
        for start in [ABOUT, "GET / HTTP/1.1", "GET / HTTP/1.0", "GET /app.js HTTP/1.1"] {
            let answer = send(&workbench, named(start, &[&host])).await;
            assert!([400, 421].contains(&answer.status), "{start}, Host: {host}: {answer:?}");
            assert!(!answer.body.contains("rebound"), "the name is not said again: {answer:?}");
        }
    }
    for host in [format!("127.0.0.1:{port}"), format!("LocalHost:{port}")] {
        assert_eq!(send(&workbench, named(ABOUT, &[&host])).await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn without_a_name_or_with_two_nothing_is_answered() {
    let workbench = open().await;
    let ours = workbench.address().to_string();
    for start in [ABOUT, "GET /api/about HTTP/1.0", "GET / HTTP/1.0"] {
        for hosts in
            [&[][..], &[&ours, "rebound.example"], &["rebound.example", &ours], &[&ours, &ours]]
        {
            let answer = send(&workbench, named(start, hosts)).await;
            assert!([400, 421].contains(&answer.status), "{start}, {hosts:?}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn the_name_in_the_request_line_counts_too() {
    let workbench = open().await;
    let ours = workbench.address();
    let start = format!("GET http://rebound.example:{}/api/about HTTP/1.1", ours.port());
    let answer = send(&workbench, named(&start, &[&ours.to_string()])).await;
    assert_eq!(answer.status, 421, "{answer:?}");
    for target in ["rebound.example:443", &ours.to_string()] {
        let start = format!("CONNECT {target} HTTP/1.1");
        let answer = send(&workbench, named(&start, &[&ours.to_string()])).await;
        assert!(answer.status >= 400, "{start}: {answer:?}");
    }
    for start in ["OPTIONS * HTTP/1.1", "GET * HTTP/1.1"] {
        let answer = send(&workbench, named(start, &[&ours.to_string()])).await;
        assert!(answer.status >= 400, "{start}: {answer:?}");
    }
    // As to a proxy, but to ours.
    let start = format!("GET http://{ours}/api/about HTTP/1.1");
    assert_eq!(send(&workbench, named(&start, &[&ours.to_string()])).await.status, 200);
}

/// To browsers `localhost` is two addresses: at the other one nobody may play the workbench.
#[tokio::test]
async fn nobody_else_is_localhost() {
    let workbench = open().await;
    let port = workbench.address().port();
    let other = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await;
    assert!(other.is_err(), "[::1]:{port} is to be had");

    // Where somebody is there already, the name is not ours.
    let settings = |port| Settings {
        listen: (Ipv4Addr::LOCALHOST, port).into(),
        hosts: Vec::new(),
        token: TOKEN.parse().expect("a token"),
        assets: None,
        private_targets: true,
    };
    let Ok(taken) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await else { return };
    let port = taken.local_addr().expect("an address").port();
    let workbench = Workbench::open(settings(port)).await.expect("a free port");
    assert_eq!(send(&workbench, named(ABOUT, &[&format!("localhost:{port}")])).await.status, 421);
    assert_eq!(send(&workbench, named(ABOUT, &[&format!("127.0.0.1:{port}")])).await.status, 200);
}
