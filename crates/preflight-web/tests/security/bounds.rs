use crate::reach::open_to_a_network;
use crate::{ABOUT, Answer, LONG, ask, ask_with, bearer, open};
use preflight_web::Workbench;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

const JSON: &str = "Content-Type: application/json";
const EXPLAIN: &str = "POST /api/explain HTTP/1.1";
const MEBIBYTE: usize = 1 << 20;

fn text(length: usize) -> String {
    format!(r#"{{"text":"{}"}}"#, "a".repeat(length))
}

#[tokio::test]
async fn a_body_is_as_long_as_a_paste_and_no_longer() {
    let workbench = open().await;
    let token = bearer();
    let long = ask_with(&workbench, EXPLAIN, &[&token, JSON], &text(MEBIBYTE)).await;
    assert_eq!(long.status, 413, "{long:?}");
    let short = ask_with(&workbench, EXPLAIN, &[&token, JSON], &text(1000)).await;
    assert_eq!(short.status, 200, "{short:?}");

    // Who does not say how long it is gets no further.
    let head = format!("{EXPLAIN}\r\nHost: {}\r\n{token}\r\n{JSON}", workbench.address());
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x1_0000));
    let chunks = chunk.repeat(20) + "0\r\n\r\n";
    let chunked = format!("{head}\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");
    assert_eq!(heard_out(&workbench, &chunked).await.status, 413);

    let long = text(20 * MEBIBYTE);
    let announced = format!("{head}\r\nContent-Length: {}\r\n\r\n{long}", long.len());
    assert_eq!(heard_out(&workbench, &announced).await.status, 413);
    // Not without end.
    let endless = ask_with(&workbench, EXPLAIN, &[&token, JSON], &text(100 * MEBIBYTE)).await;
    assert!([413, 0].contains(&endless.status), "{endless:?}");
}

/// The answer to who reads none before all is sent, as browsers: a connection that breaks meanwhile is
/// all that they see.
async fn heard_out(workbench: &Workbench, bytes: &str) -> Answer {
    let mut stream = TcpStream::connect(workbench.address()).await.expect("a connection");
    stream.write_all(bytes.as_bytes()).await.expect("it is heard out");
    let mut answer = [0; 1024];
    let length = timeout(LONG, stream.read(&mut answer)).await.expect("it answers in time");
    Answer::read(&answer[..length.expect("an answer")])
}

#[tokio::test]
async fn what_is_nested_without_end_is_refused() {
    let workbench = open().await;
    let token = bearer();
    for open in ["[", "{\"text\":", "{\"a\":"] {
        let body = open.repeat(100_000);
        let answer = ask_with(&workbench, EXPLAIN, &[&token, JSON], &body).await;
        assert_eq!(answer.status, 400, "{open}: {}", answer.body);
    }
    let closed = format!(r#"{{"text":{}"x"{}}}"#, "[".repeat(50_000), "]".repeat(50_000));
    assert_eq!(ask_with(&workbench, EXPLAIN, &[&token, JSON], &closed).await.status, 400);
}

#[tokio::test]
async fn heads_are_bounded() {
    let workbench = open().await;
    let long = format!("X: {}", "x".repeat(MEBIBYTE));
    let many: Vec<String> = (0..2000).map(|n| format!("X-{n}: y")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let path = format!("GET /{} HTTP/1.1", "x".repeat(MEBIBYTE));
    for answer in [
        ask(&workbench, ABOUT, &[&long]).await,
        ask(&workbench, ABOUT, &many).await,
        ask(&workbench, &path, &[]).await,
    ] {
        assert!([0, 400, 414, 431].contains(&answer.status), "{answer:?}");
    }
    assert_eq!(ask(&workbench, ABOUT, &[&bearer()]).await.status, 200);
}

/// How long it takes until the workbench lets go of who sends this and then nothing.
async fn let_go_after(bytes: &str, address: SocketAddr) -> (Duration, Answer) {
    let started = Instant::now();
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(bytes.as_bytes()).await.expect("a write");
    let mut answer = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut answer)).await.expect("it lets go");
    (started.elapsed(), Answer::read(&answer))
}

#[tokio::test]
async fn who_says_nothing_is_not_waited_for() {
    let workbench = open().await;
    let address = workbench.address();
    let head = format!("{EXPLAIN}\r\nHost: {address}\r\n{}\r\n{JSON}\r\n", bearer());
    let body = format!("{head}Content-Length: 100\r\n\r\n{{");
    let chunks = format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\n{{");
    let (silent, head, body, chunks) = tokio::join!(
        let_go_after("", address),
        let_go_after(&head, address),
        let_go_after(&body, address),
        let_go_after(&chunks, address),
    );
    for (name, (time, answer)) in [
        ("nothing", silent),
        ("half a head", head),
        ("half a body", body),
        ("half a chunk", chunks),
    ] {
        assert!(time < LONG, "{name}: {time:?}");
        assert!([0, 408].contains(&answer.status), "{name}: {answer:?}");
    }
}

/// One byte a second is not nothing.
#[tokio::test]
async fn who_speaks_slowly_is_not_listened_to_for_ever() {
    let workbench = open().await;
    let address = workbench.address();
    let trickle = async |first: String| {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(first.as_bytes()).await.expect("a write");
        let started = Instant::now();
        while started.elapsed() < LONG {
            sleep(Duration::from_millis(500)).await;
            if stream.write_all(b"a").await.is_err() {
                return true;
            }
        }
        false
    };
    let head = format!("{EXPLAIN}\r\nHost: {address}\r\n{}\r\n{JSON}\r\n", bearer());
    let body = format!("{head}Content-Length: 1000\r\n\r\n{{");
    let (of_head, of_body) = tokio::join!(trickle(head + "X-Long: "), trickle(body));
    assert!(of_head && of_body, "head: {of_head}, body: {of_body}");
}

#[tokio::test]
async fn very_many_connections_only_make_others_wait() {
    let workbench = open().await;
    let mut idle = Vec::new();
    for _ in 0..300 {
        idle.push(TcpStream::connect(workbench.address()).await.expect("a connection"));
    }
    drop(idle.split_off(100));
    assert_eq!(ask(&workbench, ABOUT, &[&bearer()]).await.status, 200);
}

/// The address under which a network knows this machine, where it is in one. Nothing is sent.
fn network_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[tokio::test]
async fn one_address_on_a_network_does_not_keep_others_out() {
    let Some(address) = network_address() else { return };
    let workbench = open_to_a_network().await;
    let there = SocketAddr::new(address, workbench.address().port());
    let mut open = Vec::new();
    for _ in 0..100 {
        open.push(TcpStream::connect(there).await.expect("a connection"));
    }
    let started = Instant::now();
    let mut told = Vec::new();
    let mut last = open.pop().expect("many");
    timeout(LONG, last.read_to_end(&mut told)).await.expect("it is told").expect("why");
    let told = Answer::read(&told);
    assert_eq!((told.status, told.header("content-type")), (503, Some("application/json")));
    assert!(told.body.ends_with('}') && told.body.contains("your address"), "{told:?}");
    assert_eq!(ask(&workbench, ABOUT, &[&bearer()]).await.status, 200);
    assert!(started.elapsed() < Duration::from_secs(5), "nobody had to leave");

    drop(open);
    let again = async || {
        let mut stream = TcpStream::connect(there).await.expect("a connection");
        let page = format!("GET / HTTP/1.1\r\nHost: {there}\r\nConnection: close\r\n\r\n");
        // Whoever is refused may be cut off while still sending.
        let _ = stream.write_all(page.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        Answer::read(&answer).status
    };
    while again().await != 200 {
        assert!(started.elapsed() < LONG, "who closes some may open others");
    }
}

/// Whoever asks without end and reads nothing waits for himself only.
#[tokio::test]
async fn who_does_not_read_is_not_waited_for() {
    let workbench = open().await;
    let request = format!("GET /app.js HTTP/1.1\r\nHost: {}\r\n\r\n", workbench.address());
    let mut deaf = Vec::new();
    for _ in 0..64 {
        let mut stream = TcpStream::connect(workbench.address()).await.expect("a connection");
        let asking = request.repeat(100);
        let taken = Duration::from_millis(100);
        while timeout(taken, stream.write_all(asking.as_bytes())).await.is_ok() {}
        deaf.push(stream);
    }
    let started = Instant::now();
    assert_eq!(ask(&workbench, ABOUT, &[&bearer()]).await.status, 200);
    assert!(started.elapsed() < LONG);
    drop(deaf);
}

/// So many examinations at once; whoever comes beyond them is told so instead of waiting, and who leaves
/// makes room.
#[tokio::test]
async fn one_check_too_many_is_refused_with_a_word() {
    let workbench = open().await;
    // It takes connections, and never says anything.
    let mute = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let url = format!("http://{}/", mute.local_addr().expect("an address"));
    let fields = format!(r#"{{"url":"{url}"}}"#);
    let head = format!(
        "POST /api/check HTTP/1.1\r\nHost: {}\r\n{}\r\n{JSON}\r\nContent-Length: {}\r\n\r\n",
        workbench.address(),
        bearer(),
        fields.len()
    );
    let mut running = Vec::new();
    for _ in 0..8 {
        let mut stream = TcpStream::connect(workbench.address()).await.expect("a connection");
        stream.write_all(format!("{head}{fields}").as_bytes()).await.expect("a write");
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.expect("a status");
        assert_eq!(&start, b"HTTP/1.1 200");
        running.push(stream);
    }
    let (token, started) = (bearer(), Instant::now());
    for (path, body) in
        [("check", fields.as_str()), ("clinic/auth-before-cors/run", r#"{"mended":false}"#)]
    {
        let start = format!("POST /api/{path} HTTP/1.1");
        let answer = ask_with(&workbench, &start, &[&token, JSON], body).await;
        assert_eq!(answer.status, 503, "{path}: {answer:?}");
        assert!(answer.body.contains("8 checks are running already"), "{path}: {answer:?}");
    }
    running.pop();
    let nobody = r#"{"url":"http://127.0.0.1:1/"}"#;
    let again = async || {
        let start = "POST /api/check HTTP/1.1";
        ask_with(&workbench, start, &[&token, JSON], nobody).await.status
    };
    while again().await != 200 {
        assert!(started.elapsed() < Duration::from_secs(20), "who leaves makes room");
    }
}
