//! What a core can do with sockets alone, and the upstream of all: an epoll loop without a parser.
//!
//! `raw answer 204|200 LISTEN` answers each request with 204, or with 200 and 1 KiB; a read that
//! ends with an empty line is a request. `raw relay LISTEN UPSTREAM` passes bytes on, a connection
//! for a connection. It trusts its client: it is a limit to measure by, not a server.

use mio::{
    Events, Interest, Poll, Token,
    net::{TcpListener, TcpStream},
};
use slab::Slab;
use std::{
    env,
    error::Error,
    io::{self, ErrorKind, Read, Write},
    net::SocketAddr,
};

const LISTENER: Token = Token(usize::MAX);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["answer", "204", listen] => answer(listen.parse()?, &no_content()),
        ["answer", "200", listen] => answer(listen.parse()?, &one_kibibyte()),
        ["relay", listen, upstream] => relay(listen.parse()?, upstream.parse()?),
        _ => return Err("usage: raw answer 204|200 LISTEN | raw relay LISTEN UPSTREAM".into()),
    }?;
    Ok(())
}

/// A preflight's answer, as long as that of the others.
fn no_content() -> Vec<u8> {
    b"HTTP/1.1 204 No Content\r\n\
      access-control-allow-origin: https://app-9.example.com\r\n\
      access-control-allow-credentials: true\r\n\
      access-control-allow-methods: GET, PUT, DELETE\r\n\
      access-control-allow-headers: authorization, content-type\r\n\
      access-control-max-age: 600\r\n\
      vary: Origin\r\n\r\n"
        .to_vec()
}

fn one_kibibyte() -> Vec<u8> {
    let mut response = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
        content-length: 1024\r\ndate: Sat, 21 Nov 2026 12:00:00 GMT\r\n\r\n"
        .to_vec();
    response.resize(response.len() + 1024, b'x');
    response
}

fn answer(listen: SocketAddr, response: &[u8]) -> io::Result<()> {
    let mut connections: Slab<TcpStream> = Slab::new();
    let mut buffer = vec![0; 16 * 1024];
    serve(listen, |poll, event| match event {
        Happened::Accepted(mut stream) => {
            let entry = connections.vacant_entry();
            poll.registry().register(&mut stream, Token(entry.key()), Interest::READABLE)?;
            entry.insert(stream);
            Ok(())
        }
        Happened::Readable(token) => {
            let Some(stream) = connections.get_mut(token) else { return Ok(()) };
            let open = read_all(stream, &mut buffer, |stream, bytes| {
                if bytes.ends_with(b"\r\n\r\n") { stream.write_all(response) } else { Ok(()) }
            });
            if !open {
                connections.remove(token);
            }
            Ok(())
        }
    })
}

fn relay(listen: SocketAddr, upstream: SocketAddr) -> io::Result<()> {
    // The two ends of a pair are `Token(2 * key)` and `Token(2 * key + 1)`.
    let mut pairs: Slab<[TcpStream; 2]> = Slab::new();
    let mut buffer = vec![0; 16 * 1024];
    serve(listen, |poll, event| match event {
        Happened::Accepted(mut client) => {
            // Connected before it is asked: what the client sends first is written at once.
            let server = std::net::TcpStream::connect(upstream)?;
            server.set_nonblocking(true)?;
            let mut server = TcpStream::from_std(server);
            server.set_nodelay(true)?;
            let entry = pairs.vacant_entry();
            let first = 2 * entry.key();
            poll.registry().register(&mut client, Token(first), Interest::READABLE)?;
            poll.registry().register(&mut server, Token(first + 1), Interest::READABLE)?;
            entry.insert([client, server]);
            Ok(())
        }
        Happened::Readable(token) => {
            let (key, end) = (token / 2, token % 2);
            let Some(pair) = pairs.get_mut(key) else { return Ok(()) };
            let [client, server] = pair;
            let (from, to) = if end == 0 { (client, server) } else { (server, client) };
            if !read_all(from, &mut buffer, |_, bytes| to.write_all(bytes)) {
                pairs.remove(key);
            }
            Ok(())
        }
    })
}

/// What an event loop has to tell.
enum Happened {
    Accepted(TcpStream),
    /// Something can be read from the connection registered under this number.
    Readable(usize),
}

/// The event loop; it ends with an error only.
fn serve(
    listen: SocketAddr,
    mut on: impl FnMut(&Poll, Happened) -> io::Result<()>,
) -> io::Result<()> {
    let mut listener = TcpListener::bind(listen)?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut events = Events::with_capacity(1024);
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            polled => polled?,
        }
        for event in &events {
            if event.token() != LISTENER {
                on(&poll, Happened::Readable(event.token().0))?;
                continue;
            }
            loop {
                match listener.accept() {
                    Ok((stream, _)) => {
                        stream.set_nodelay(true)?;
                        on(&poll, Happened::Accepted(stream))?;
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(error) => return Err(error),
                }
            }
        }
    }
}

/// Reads what there is, a buffer at a time; false when the connection is over. A read that does not
/// fill the buffer has emptied the socket: the next byte is a new event.
fn read_all(
    stream: &mut TcpStream,
    buffer: &mut [u8],
    mut on: impl FnMut(&mut TcpStream, &[u8]) -> io::Result<()>,
) -> bool {
    loop {
        match stream.read(buffer) {
            Ok(0) => return false,
            Ok(count) => {
                if on(stream, &buffer[..count]).is_err() {
                    return false;
                }
                if count < buffer.len() {
                    return true;
                }
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => return true,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}
