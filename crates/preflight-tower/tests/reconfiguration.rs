use crate::served::{APP, Served, get, preflight, said};
use axum::Router;
use axum::routing::get as on_get;
use http::Response;
use preflight_tower::{CorsLayer, Live, MaxAge, PolicyConfig};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use tokio::task::yield_now;

const RELOADS: u32 = 1000;
const CLIENTS: usize = 8;

/// Each line of each answer says which configuration it comes from.
fn config(generation: u32) -> PolicyConfig {
    let any = generation.is_multiple_of(2);
    PolicyConfig {
        allow_origins: vec![if any { "*" } else { APP }.to_owned()],
        allow_methods: vec![format!("M{generation}")],
        allow_headers: vec![format!("x-h{generation}")],
        expose_headers: vec![format!("x-e{generation}")],
        max_age: Some(MaxAge(generation)),
        debug: generation.is_multiple_of(3),
        ..PolicyConfig::default()
    }
}

/// Which configuration the response comes from; everything in it has to.
fn generation<B>(response: &Response<B>, is_preflight: bool) -> u32 {
    let headers = response.headers();
    let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
    let generation: u32 = match is_preflight {
        true => value("access-control-max-age").unwrap().parse().unwrap(),
        false => value("access-control-expose-headers").unwrap()["x-e".len()..].parse().unwrap(),
    };
    assert_eq!(said(response), expected(generation, is_preflight));
    generation
}

/// What every response under `config(generation)` says, sorted.
fn expected(generation: u32, is_preflight: bool) -> Vec<String> {
    let any = generation.is_multiple_of(2);
    let mut lines = vec![format!("access-control-allow-origin: {}", if any { "*" } else { APP })];
    if is_preflight {
        lines.extend([
            "204".to_owned(),
            format!("access-control-allow-headers: x-h{generation}"),
            format!("access-control-allow-methods: M{generation}"),
            format!("access-control-max-age: {generation}"),
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
                .to_owned(),
        ]);
    } else {
        let expose = format!("access-control-expose-headers: x-e{generation}");
        lines.extend(["200".to_owned(), expose]);
        lines.extend((!any).then(|| "vary: Origin".to_owned()));
    }
    if generation.is_multiple_of(3) {
        lines.push(match is_preflight {
            true => "preflight-decision: method-refused; by=policy[0].allow_methods".to_owned(),
            false => "preflight-decision: allowed; by=policy[0].allow_origins[0]".to_owned(),
        });
    }
    lines.sort();
    lines
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_response_mixes_two_policies_and_none_is_lost() {
    let live = Live::new(config(0).build().unwrap());
    let slow = || async {
        for _ in 0..20 {
            yield_now().await; // time for a reload between a decision and its response
        }
        "done"
    };
    let app = Router::new().route("/", on_get(slow)).layer(CorsLayer::new(live.clone()));
    let address = Served::start(app).await.address;

    let responses = Arc::new(AtomicUsize::new(0));
    let counted = responses.clone();
    let reloads = tokio::spawn(async move {
        for generation in 1..=RELOADS {
            let before = counted.load(Relaxed);
            live.reconfigure(&[config(generation)]).unwrap();
            while counted.load(Relaxed) == before {
                yield_now().await;
            }
            let wrong = PolicyConfig { allow_origins: vec!["null".into()], ..config(u32::MAX) };
            live.reconfigure(&[wrong]).unwrap_err();
        }
    });
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let responses = responses.clone();
            tokio::spawn(async move {
                let served = Served::at(address);
                let (mut seen, mut last) = (BTreeSet::new(), 0);
                while last < RELOADS {
                    for (request, is_preflight) in
                        [(get("/", APP), false), (preflight("/", APP, "NEVER"), true)]
                    {
                        let response = served.ask(request).await;
                        let generation = generation(&response, is_preflight);
                        assert!(generation >= last, "{generation} after {last}");
                        last = generation;
                        responses.fetch_add(1, Relaxed);
                        seen.insert(generation);
                    }
                }
                seen
            })
        })
        .collect();
    let mut seen = BTreeSet::new();
    for client in clients {
        seen.append(&mut client.await.unwrap());
    }
    reloads.await.unwrap();
    assert!(seen.len() > 10, "the load met {} configurations only: it shows nothing", seen.len());
}
