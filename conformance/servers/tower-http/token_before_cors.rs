// check: -X PUT {url}/api/items
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

async fn require_token(request: Request, next: Next) -> Result<Response, StatusCode> {
    request.headers().get(header::AUTHORIZATION).ok_or(StatusCode::UNAUTHORIZED)?;
    Ok(next.run(request).await)
}
