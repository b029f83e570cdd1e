// check: -X PUT {url}/api/items
// cause: spa-fallback-answers-options
// layer: none
// broken:
// :broken
fn app() -> Router {
    let page = || async { Html("<!doctype html><title>app</title><div id=root></div>") };
    Router::new().fallback(page)
}
