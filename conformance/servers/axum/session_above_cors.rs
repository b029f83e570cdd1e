// check: {url}/api/items
// cause: server-error-hidden
// layer: none
fn app() -> Router {
    Router::new()
        .route("/api/items", get(items))
        // broken:
        .layer(CorsLayer::very_permissive())
        // :broken
        .layer(from_fn(session))
}

async fn session(request: Request, next: Next) -> Result<Response, StatusCode> {
    request.headers().get("x-session").ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(next.run(request).await)
}
