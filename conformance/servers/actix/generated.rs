// What loads a generated module: its middleware around the application of src/application.rs.
mod preflight_cors;

use crate::application;
use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, error, web};

#[actix_web::main]
pub async fn main() {
    let app = || {
        App::new().default_service(web::to(respond)).wrap(from_fn(preflight_cors::cors))
    };
    let server = HttpServer::new(app).workers(1).bind(("127.0.0.1", {port})).expect("a free port");
    server.run().await.expect("connections");
}

/// The application speaks of `http` 1, Actix Web of 0.2.
async fn respond(request: HttpRequest) -> actix_web::Result<HttpResponse> {
    let mut headers = http::HeaderMap::new();
    if let Some(token) = request.headers().get("authorization") {
        headers.insert("authorization", http::HeaderValue::from_bytes(token.as_bytes()).unwrap());
    }
    let answer = application::respond(request.path(), &headers)
        .ok_or_else(|| error::ErrorInternalServerError("the application fails"))?;
    if answer.status() == http::StatusCode::NOT_FOUND && !request.path().ends_with("/error/404") {
        return Ok(HttpResponse::NotFound().finish()); // as Actix Web does where no route matches
    }
    let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
    let mut response = HttpResponse::build(status);
    for (name, value) in answer.headers() {
        response.append_header((name.as_str(), value.as_bytes()));
    }
    Ok(response.body("{}"))
}
