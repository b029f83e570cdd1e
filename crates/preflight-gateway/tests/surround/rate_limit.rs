use crate::world::{Upstream, World, may_read};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn who_asks_too_often_can_read_that_and_when_to_come_back() {
    let upstream = Upstream::new("a").await;
    let limits = "[gateway.limits]\nrequests_per_second = 1\nburst = 3";
    let world = World::new(&format!("upstream = '{}'\n{limits}", upstream.url())).await;
    for _ in 0..3 {
        assert!(world.get("/").await.starts_with("HTTP/1.1 200 "));
    }
    let refused = loop {
        // On a slow machine a second may have passed.
        let answer = world.get("/").await;
        if !answer.starts_with("HTTP/1.1 200 ") {
            break answer;
        }
    };
    assert!(refused.starts_with("HTTP/1.1 429 "), "{refused}");
    assert!(refused.contains("\r\nretry-after: 1\r\n"), "{refused}");
    assert!(may_read(&refused), "{refused}");
    assert!(upstream.requests.load(Ordering::SeqCst) >= 3);
    let metrics = world.metrics().await;
    assert!(
        metrics.contains("preflight_failures_total{kind=\"too-many-requests\"} 1\n"),
        "{metrics}"
    );
    world.end().await;
}
