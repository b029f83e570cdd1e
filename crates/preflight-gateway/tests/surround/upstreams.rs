use crate::world::{Upstream, World, may_read, nobody};
use preflight_gateway::notice::Notice;
use std::sync::atomic::Ordering;

fn body(response: &str) -> &str {
    response.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[tokio::test]
async fn upstreams_take_turns_and_one_that_refuses_costs_no_request() {
    let (a, b) = (Upstream::new("a").await, Upstream::new("b").await);
    let dead = nobody().await;
    let gateway = format!("upstream = ['{}', 'http://{dead}', '{}']", a.url(), b.url());
    let world = World::new(&gateway).await;
    for _ in 0..12 {
        let answer = world.get("/").await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && may_read(&answer), "{answer}");
    }
    let counts = [&a, &b].map(|upstream| upstream.requests.load(Ordering::SeqCst));
    assert_eq!(counts.iter().sum::<usize>(), 12);
    assert!(counts.iter().all(|count| *count >= 5), "{counts:?}");
    world.end().await;
}

#[tokio::test]
async fn where_all_are_down_the_page_can_read_503_and_sees_them_come_back() {
    let upstream = Upstream::new("a").await;
    let (address, url) = (upstream.address, upstream.url());
    let health = "[gateway.health]\npath = '/ready'\ninterval = '100ms'\nunhealthy_after = 2";
    let mut world = World::new(&format!("upstream = '{url}'\n{health}")).await;
    assert_eq!(body(&world.get("/").await), "a");
    drop(upstream);
    let notice = world.notice().await;
    let Notice::UpstreamDown { upstream, reason } = &notice else { panic!("{notice}") };
    assert!(*upstream == url && reason.starts_with("`GET /ready` failed"), "{notice}");
    let answer = world.get("/").await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && may_read(&answer), "{answer}");
    assert!(body(&answer).contains("\"error\":\"no-upstream\""), "{answer}");
    let metrics = world.metrics().await;
    let healthy = format!("preflight_upstream_healthy{{upstream=\"{url}\"}}");
    assert!(metrics.contains(&format!("{healthy} 0\n")), "{metrics}");

    let _again = Upstream::at(address, "again").await;
    assert_eq!(world.notice().await, Notice::UpstreamUp { upstream: url });
    assert_eq!(body(&world.get("/").await), "again");
    assert!(world.metrics().await.contains(&format!("{healthy} 1\n")));
    world.end().await;
}

#[tokio::test]
async fn routes_lead_to_their_upstreams() {
    let (everything, api) = (Upstream::new("everything").await, Upstream::new("api").await);
    let route = format!("[[gateway.route]]\npath = '/api'\nupstream = '{}'", api.url());
    let world = World::new(&format!("upstream = '{}'\n{route}", everything.url())).await;
    for (path, by) in
        [("/", "everything"), ("/api", "api"), ("/api/x", "api"), ("/apis", "everything")]
    {
        assert_eq!(body(&world.get(path).await), by, "{path}");
    }
    world.end().await;
    let world = World::new(&route).await;
    let answer = world.get("/").await;
    assert!(answer.starts_with("HTTP/1.1 404 ") && may_read(&answer), "{answer}");
    world.end().await;
}
