//! `preflight fetch --jsonl`: requests in, replies out, one JSON object a line, in one browser profile.

use super::protocol::{Parsed, Reply, parse};
use crate::exit::Exit;
use preflight_fetch::{Browser, Profile};
use preflight_probe::live::{Client, fetch};
use serde_json::Value;
use std::io::{self, BufRead, Read as _, Write as _};
use std::sync::{Arc, Mutex, mpsc as std_mpsc};
use std::thread;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

/// The longest line that is read.
const LINE_LIMIT: usize = 16 << 20;
/// The most requests on their way at the same time; the others wait.
const IN_FLIGHT: usize = 64;
/// How many lines wait before no more are read.
const QUEUE: usize = 256;

/// What standard input held.
enum Input {
    Line(Vec<u8>),
    TooLong,
}

/// Answers what is on standard input until it ends, or until nobody reads the replies.
pub(super) async fn serve(client: &Client, browser: Browser) -> Exit {
    let mut lines = read_lines();
    let (replies, mut written) = write_replies();
    let profile = Arc::new(Mutex::new(Profile::default()));
    let permits = Arc::new(Semaphore::new(IN_FLIGHT));
    let mut tasks = JoinSet::new();
    loop {
        let input = tokio::select! {
            input = lines.recv() => input,
            _ = &mut written => return Exit::Allowed,
        };
        while tasks.try_join_next().is_some() {}
        let Some(input) = input else { break };
        let parsed = match input {
            Input::TooLong => {
                let error = format!("the line is longer than {LINE_LIMIT} bytes");
                Parsed::Reply(Reply::invalid(Value::Null, error))
            }
            Input::Line(line) if line.trim_ascii().is_empty() => continue,
            Input::Line(line) => parse(&line),
        };
        let (id, request) = match parsed {
            Parsed::Request(id, request) => (id, request),
            Parsed::Reply(reply) => {
                let _ = replies.send(reply.line());
                continue;
            }
        };
        let permit = tokio::select! {
            permit = Arc::clone(&permits).acquire_owned() => permit,
            _ = &mut written => return Exit::Allowed,
        };
        let (client, profile, replies) = (client.clone(), Arc::clone(&profile), replies.clone());
        tasks.spawn(async move {
            let fetched = fetch(&client, *request, browser, &profile, &mut |_| ()).await;
            // Where nobody reads any more, the main loop has been told.
            let _ = replies.send(Reply::outcome(id, &fetched.outcome).line());
            drop(permit);
        });
    }
    drop(replies);
    tokio::select! {
        () = async { while tasks.join_next().await.is_some() {} } => {}
        _ = &mut written => return Exit::Allowed,
    }
    // Every sender is gone: the writer ends when the last reply is out.
    let _ = written.await;
    Exit::Allowed
}

/// A thread that reads standard input: there is no way to wait for a terminal or a file without one.
fn read_lines() -> mpsc::Receiver<Input> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        while let Ok(Some(input)) = read_line(&mut stdin) {
            if sender.blocking_send(input).is_err() {
                break;
            }
        }
    });
    receiver
}

/// The next line without its end; `None` at the end of the input.
fn read_line(reader: &mut impl BufRead) -> io::Result<Option<Input>> {
    let mut line = Vec::new();
    let count = reader.take(LINE_LIMIT as u64 + 1).read_until(b'\n', &mut line)?;
    if count == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > LINE_LIMIT {
        skip_line(reader)?;
        return Ok(Some(Input::TooLong));
    }
    Ok(Some(Input::Line(line)))
}

fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (count, ends) = match buffer.iter().position(|&b| b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(count);
        if ends {
            return Ok(());
        }
    }
}

/// A thread that writes replies, as many at once as there are. The second value resolves when it has
/// ended: all senders are gone, or standard output is.
fn write_replies() -> (std_mpsc::Sender<Vec<u8>>, tokio::sync::oneshot::Receiver<()>) {
    let (sender, receiver) = std_mpsc::channel::<Vec<u8>>();
    let (ended, has_ended) = tokio::sync::oneshot::channel();
    thread::spawn(move || {
        let mut out = io::stdout().lock();
        while let Ok(mut batch) = receiver.recv() {
            for more in receiver.try_iter() {
                batch.extend(more);
            }
            if out.write_all(&batch).and_then(|()| out.flush()).is_err() {
                break;
            }
        }
        let _ = ended.send(());
    });
    (sender, has_ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_skipped_whole() {
        let mut input = vec![b'x'; LINE_LIMIT + 5];
        input.extend_from_slice(b"\nnext\nlast");
        let mut reader = io::Cursor::new(input);
        assert!(matches!(read_line(&mut reader).unwrap(), Some(Input::TooLong)));
        assert!(matches!(read_line(&mut reader).unwrap(), Some(Input::Line(l)) if l == b"next"));
        assert!(matches!(read_line(&mut reader).unwrap(), Some(Input::Line(l)) if l == b"last"));
        assert!(read_line(&mut reader).unwrap().is_none());
    }
}
