// check: -X PUT -H content-type:application/json {url}/api/items
// cause: options-method-not-allowed
// broken:
// :broken
fn app() -> Router {
    Router::new().route("/api/items", get(items).put(items))
}
