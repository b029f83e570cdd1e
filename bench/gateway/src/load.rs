//! The load: wrk with one thread, and the requests that it sends.

use crate::{Error, configs, machine};
use std::{fs, path::Path, process::Command};

/// A request as a browser sends it: twelve headers, `Host` among them.
pub(crate) struct Load {
    pub(crate) method: &'static str,
    headers: Vec<(&'static str, String)>,
    /// Whether a gateway may refuse it.
    pub(crate) hostile: bool,
}

/// What a run of wrk saw.
pub(crate) struct Outcome {
    pub(crate) requests: u64,
    pub(crate) seconds: f64,
    /// Microseconds.
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

/// A preflight for a PUT with a token and JSON, which every policy here allows.
pub(crate) fn preflight(origins: usize) -> Load {
    asking_for(origins, "authorization,content-type".to_owned(), false)
}

/// A preflight that asks for 6 KiB of commas.
pub(crate) fn hostile(origins: usize) -> Load {
    asking_for(origins, ",".repeat(6 * 1024), true)
}

fn asking_for(origins: usize, names: String, hostile: bool) -> Load {
    let mut headers = browser(configs::asking(origins));
    headers.push(("Access-Control-Request-Method", "PUT".to_owned()));
    headers.push(("Access-Control-Request-Headers", names));
    Load { method: "OPTIONS", headers, hostile }
}

/// The request after it.
pub(crate) fn actual(origins: usize) -> Load {
    from(configs::asking(origins))
}

/// The same from an origin that nobody allows.
pub(crate) fn stranger() -> Load {
    from("https://stranger.example.net".to_owned())
}

fn from(origin: String) -> Load {
    let mut headers = browser(origin);
    headers.push(("Authorization", "Bearer 0123456789abcdef0123456789abcdef".to_owned()));
    headers.push(("Cookie", "session=0123456789abcdef".to_owned()));
    Load { method: "GET", headers, hostile: false }
}

/// What a browser says with every cross-origin request; `Host` is the tenth.
fn browser(origin: String) -> Vec<(&'static str, String)> {
    let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/156.0.0.0 Safari/537.36";
    let fixed = [
        ("User-Agent", agent),
        ("Accept", "*/*"),
        ("Accept-Language", "en-GB,en;q=0.9"),
        ("Accept-Encoding", "gzip, deflate, br, zstd"),
        ("Sec-Fetch-Mode", "cors"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Dest", "empty"),
    ];
    let mut headers: Vec<_> = fixed.map(|(name, value)| (name, value.to_owned())).into();
    headers.push(("Referer", format!("{origin}/")));
    headers.push(("Origin", origin));
    headers
}

impl Load {
    /// The request's head as bytes.
    pub(crate) fn head(&self) -> String {
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let headers: String = headers.collect();
        format!("{} /api/items HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n", self.method)
    }

    /// What tells wrk the request, and makes it print what [`Outcome`] needs. It has no function
    /// that runs for each request: the request is formatted once.
    fn script(&self) -> String {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| format!("wrk.headers['{name}'] = '{value}'\n"));
        let headers: String = headers.collect();
        format!(
            "wrk.method = '{}'\nwrk.path = '/api/items'\n{headers}{}",
            self.method,
            include_str!("../configs/wrk.lua")
        )
    }

    /// Sends it on so many connections, again and again, for so many seconds.
    pub(crate) fn run(
        &self,
        port: u16,
        connections: usize,
        seconds: u64,
        folder: &Path,
    ) -> Result<Outcome, Error> {
        let output = self.command(port, connections, seconds, folder)?.output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(format!("wrk failed: {said}").into());
        }
        self.read(&String::from_utf8_lossy(&output.stdout))
    }

    /// The command of such a run, whose output [`Load::read`] reads.
    pub(crate) fn command(
        &self,
        port: u16,
        connections: usize,
        seconds: u64,
        folder: &Path,
    ) -> Result<Command, Error> {
        let script = folder.join("load.lua");
        fs::write(&script, self.script())?;
        let mut wrk = Command::new("taskset");
        wrk.args(["-c", &machine::LOAD_CORE.to_string(), "wrk", "--threads", "1"])
            .args(["--connections", &connections.to_string()])
            .args(["--duration", &format!("{seconds}s"), "--timeout", "10s", "--script"])
            .arg(script)
            .arg(format!("http://127.0.0.1:{port}"));
        Ok(wrk)
    }

    /// Reads the line that the script prints.
    pub(crate) fn read(&self, output: &str) -> Result<Outcome, Error> {
        let line = output.lines().find_map(|line| line.strip_prefix("outcome "));
        let numbers: Vec<f64> = line
            .ok_or("wrk did not print its outcome")?
            .split(' ')
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        let [requests, microseconds, p50, p99, lost, refused] = numbers[..] else {
            return Err(format!("wrk printed {} numbers", numbers.len()).into());
        };
        if lost > 0.0 || (refused > 0.0 && !self.hostile) {
            return Err(
                format!("of {requests} requests {lost} were lost, {refused} refused").into()
            );
        }
        Ok(Outcome { requests: requests as u64, seconds: microseconds / 1e6, p50, p99 })
    }
}
