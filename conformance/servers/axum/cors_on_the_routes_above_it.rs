// check: {url}/files/items
// cause: path-without-cors
// layer: none
fn app() -> Router {
    Router::new()
        .route("/", get(items))
        // broken:
        .layer(CorsLayer::very_permissive())
        // :broken
        .route("/files/items", get(items))
}
