// check: -X PUT -H content-type:application/json {url}/api/items
// cause: auth-before-cors
// layer: none
fn app() -> Router {
    Router::new()
        .route("/api/items", put(items))
        // broken:
        .layer(CorsLayer::very_permissive())
        // :broken
        .layer(from_fn(require_token))
}

async fn require_token(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        return next.run(request).await;
    }
    (StatusCode::UNAUTHORIZED, Json(json!({ "error": "token missing" }))).into_response()
}
