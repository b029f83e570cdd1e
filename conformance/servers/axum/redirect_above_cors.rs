// check: {url}/api/items/
// cause: redirect-without-cors
// layer: none
fn app() -> Router {
    Router::new()
        .route("/api/items", get(items))
        // broken:
        .layer(CorsLayer::very_permissive())
        // :broken
        .layer(from_fn(without_slash))
}

async fn without_slash(request: Request, next: Next) -> Response {
    match request.uri().path().strip_suffix('/') {
        Some(path) => Redirect::permanent(path).into_response(),
        None => next.run(request).await,
    }
}
