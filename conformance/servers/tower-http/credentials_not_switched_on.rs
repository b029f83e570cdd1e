// check: --credentials include {url}/api/items
// cause: allow-credentials-not-true
// layer: none
fn app() -> Router {
    let origins = ["http://localhost:3000".parse::<HeaderValue>().unwrap()];
    Router::new()
        .route("/api/items", get(items))
        // broken:
        .layer(CorsLayer::new().allow_origin(origins))
    // :broken
}
