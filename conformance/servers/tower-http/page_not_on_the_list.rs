// check: {url}/api/items
// cause: origin-not-allowed
// layer: none
fn app() -> Router {
    let origins = ["https://app.example.com", "https://admin.example.com"];
    Router::new()
        .route("/api/items", get(items))
        // broken:
        .layer(CorsLayer::new().allow_origin(origins.map(HeaderValue::from_static)))
    // :broken
}
