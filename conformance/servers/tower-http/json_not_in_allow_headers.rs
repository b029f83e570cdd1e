// check: -X PUT -H content-type:application/json {url}/api/items
// cause: json-content-type-not-allowed
// layer: none
fn app() -> Router {
    Router::new()
        .route("/api/items", put(items))
        // broken:
        .layer(CorsLayer::new().allow_origin(Any).allow_methods(Any))
    // :broken
}
