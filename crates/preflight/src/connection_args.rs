//! The flags that say how to reach the server: curl's, where curl has them.

use clap::Args;
use preflight_probe::live::{Authorities, ConnectTo, Proxy, ResolveRule, Settings};
use std::path::PathBuf;
use std::time::Duration;

/// How to reach the server.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectionArgs {
    /// Accept any certificate
    #[arg(short = 'k', long)]
    insecure: bool,

    /// Trust the certificates in this PEM file, and no others
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,

    /// Resolve a name by hand: HOST:PORT:ADDRESS, or PATTERN=ADDRESS, where `*` stands for any text
    /// and the address `!` for none; the first match wins
    #[arg(long, value_name = "RULE")]
    resolve: Vec<ResolveRule>,

    /// Connect elsewhere: HOST1:PORT1:HOST2:PORT2, where parts may be empty
    #[arg(long, value_name = "RULE")]
    connect_to: Vec<ConnectTo>,

    /// Go through this proxy instead of the one in HTTPS_PROXY or HTTP_PROXY
    #[arg(short = 'x', long, value_name = "URL")]
    proxy: Option<String>,

    /// The longest time for everything together, in seconds
    #[arg(short = 'm', long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    max_time: Duration,

    /// The longest time for resolving, connecting and TLS together, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    connect_timeout: Duration,
}

impl ConnectionArgs {
    /// The settings these flags mean; `otherwise` is the proxy where no flag names one.
    pub(crate) fn settings(&self, otherwise: Proxy) -> Settings {
        Settings {
            authorities: self.cacert.clone().map_or(Authorities::System, Authorities::File),
            connect_time: self.connect_timeout,
            connect_to: self.connect_to.clone(),
            insecure: self.insecure,
            max_time: self.max_time,
            proxy: self.proxy.clone().map_or(otherwise, Proxy::Url),
            resolve: self.resolve.clone(),
            ..Settings::default()
        }
    }
}

/// A number of seconds, above zero and below a year.
fn seconds(text: &str) -> Result<Duration, String> {
    let year = 366.0 * 86_400.0;
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds < year => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("write a number of seconds above 0, for example `30` or `0.5`".to_owned()),
    }
}
