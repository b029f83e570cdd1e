// What every Actix Web here begins with; the setup under test adds to `app`.
#![allow(unused)]

// fix: mod preflight_cors;
use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpResponse, HttpServer, error, web};

async fn items() -> web::Json<Vec<String>> {
    web::Json(Vec::new())
}

#[actix_web::main]
pub async fn main() {
    let server = HttpServer::new(|| {
        let app = App::new();
        {setup}
        // fix: let app = app.wrap(from_fn(preflight_cors::cors));
        app
    });
    server.workers(1).bind(("127.0.0.1", {port})).unwrap().run().await.unwrap();
}

async fn require_token(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if !request.headers().contains_key(header::AUTHORIZATION) {
        return Err(error::ErrorUnauthorized("token missing"));
    }
    next.call(request).await
}
