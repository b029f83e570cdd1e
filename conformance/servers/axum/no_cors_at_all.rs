// check: {url}/api/items
// cause: no-cors-headers
// layer: none
// broken:
// :broken
fn app() -> Router {
    Router::new().route("/api/items", get(items))
}
