// check: -X PATCH {url}/api/items
// cause: method-not-allowed
// layer: none
fn app() -> Router {
    Router::new()
        .route("/api/items", patch(items))
        // broken:
        .layer(CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::POST]))
    // :broken
}
