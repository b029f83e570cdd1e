// check: {url}/api/items
// cause: allow-origin-has-slash-or-path
// layer: none
fn app() -> Router {
    let origin = HeaderValue::from_static("http://localhost:3000/");
    Router::new()
        .route("/api/items", get(items))
        // broken:
        .layer(CorsLayer::new().allow_origin(origin))
    // :broken
}
