// check: {url}/api/items/7
// cause: error-response-without-cors
// layer: none
fn app() -> Router {
    Router::new()
        .route("/", get(items))
        .route("/api/items", get(items))
        // broken:
        .route_layer(CorsLayer::very_permissive())
    // :broken
}
