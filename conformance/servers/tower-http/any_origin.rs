// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: none
fn app() -> Router {
    Router::new()
        .route("/api/items", get(items))
        // broken:
        .layer(CorsLayer::permissive())
    // :broken
}
