//! A gateway made by hand: `cargo run --example minimal -- 127.0.0.1:8080 127.0.0.1:3000
//! https://app.example.com`. One thread, so that its CPU can be compared with that of others.

use std::error::Error;
use std::num::NonZero;
use std::sync::Arc;

use preflight_gateway::Gateway;
use preflight_gateway::balance::{Balancer, Strategy};
use preflight_gateway::health::{Health, HealthSettings};
use preflight_gateway::record::Observer;
use preflight_gateway::settings::{Group, Host, Listener, Protocol, Route, Settings, Upstream};
use preflight_policy::{Policies, PolicyConfig};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let listen = arguments.next().ok_or("which address to listen on?")?;
    let upstream = arguments.next().ok_or("which upstream to ask?")?;
    let policy = PolicyConfig {
        allow_origins: arguments.collect(),
        allow_methods: vec!["PUT".to_owned(), "DELETE".to_owned()],
        allow_headers: vec!["Authorization".to_owned(), "Content-Type".to_owned()],
        ..PolicyConfig::default()
    };
    let (policies, _notes) = Policies::new(&[policy]).map_err(|problems| problems.to_string())?;
    let health = Arc::new(Health::new(std::time::Instant::now()));
    let balance = Balancer::new([health], Strategy::RoundRobin, HealthSettings::default());
    let upstream = Upstream {
        name: format!("http://{upstream}"),
        authority: upstream.parse()?,
        tls: None,
        protocol: Protocol::Http1,
        host: Host::Client,
    };
    let group = Group { upstreams: vec![Arc::new(upstream)], balance: Arc::new(balance) };
    let route = Route { prefix: "/".to_owned(), strip_prefix: false, group: Arc::new(group) };
    let settings = Settings {
        listeners: vec![Listener { address: listen.parse()?, tls: None }],
        routes: vec![route],
        policies: Arc::new(policies),
        ..Settings::default()
    };
    let nobody: Vec<Arc<dyn Observer>> = Vec::new();
    Gateway::start(settings, NonZero::new(1), Arc::new(nobody))?.wait()?;
    Ok(())
}
