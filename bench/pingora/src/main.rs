//! The smallest pingora proxy that does the same CORS job as its neighbours in the benchmark: it
//! answers preflights of the origins in a file, and edits what the upstream says to them.
//! Usage: bench-pingora LISTEN UPSTREAM ORIGINS-FILE

use async_trait::async_trait;
use pingora::{
    Error, ErrorType, Result,
    http::ResponseHeader,
    proxy::{ProxyHttp, Session, http_proxy_service},
    server::Server,
    upstreams::peer::HttpPeer,
};
use std::{collections::HashSet, env, fs};

/// One upstream, and who may call it.
struct Edge {
    upstream: String,
    origins: HashSet<Box<[u8]>>,
}

impl Edge {
    /// The request's origin, where it is allowed.
    fn allowed(&self, session: &Session) -> Option<Vec<u8>> {
        let origin = session.req_header().headers.get("origin")?.as_bytes();
        self.origins.contains(origin).then(|| origin.to_vec())
    }
}

#[async_trait]
impl ProxyHttp for Edge {
    type CTX = Option<Vec<u8>>;

    fn new_ctx(&self) -> Self::CTX {
        None
    }

    async fn request_filter(&self, session: &mut Session, origin: &mut Self::CTX) -> Result<bool> {
        *origin = self.allowed(session);
        let request = session.req_header();
        let preflight = request.method == "OPTIONS"
            && request.headers.contains_key("access-control-request-method");
        if !preflight {
            return Ok(false);
        }
        let mut answer = ResponseHeader::build(204, Some(6))?;
        answer.insert_header("vary", "Origin")?;
        if let Some(origin) = origin {
            answer.insert_header("access-control-allow-origin", origin.as_slice())?;
            answer.insert_header("access-control-allow-credentials", "true")?;
            answer.insert_header("access-control-allow-methods", "GET, PUT, DELETE")?;
            answer.insert_header("access-control-allow-headers", "authorization, content-type")?;
            answer.insert_header("access-control-max-age", "600")?;
        }
        session.write_response_header(Box::new(answer), true).await?;
        Ok(true)
    }

    async fn upstream_peer(&self, _: &mut Session, _: &mut Self::CTX) -> Result<Box<HttpPeer>> {
        Ok(Box::new(HttpPeer::new(&self.upstream, false, String::new())))
    }

    async fn response_filter(
        &self,
        _: &mut Session,
        response: &mut ResponseHeader,
        origin: &mut Self::CTX,
    ) -> Result<()> {
        response.append_header("vary", "Origin")?;
        if let Some(origin) = origin {
            response.insert_header("access-control-allow-origin", origin.as_slice())?;
            response.insert_header("access-control-allow-credentials", "true")?;
        }
        Ok(())
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [listen, upstream, file] = arguments.as_slice() else {
        return Err(Error::new(ErrorType::Custom("usage: LISTEN UPSTREAM ORIGINS-FILE")));
    };
    let origins = fs::read_to_string(file)
        .map_err(|error| Error::because(ErrorType::ReadError, file.clone(), error))?;
    let origins = origins.lines().map(|origin| origin.as_bytes().into()).collect();
    let mut server = Server::new(None)?;
    server.bootstrap();
    let edge = Edge { upstream: upstream.clone(), origins };
    let mut service = http_proxy_service(&server.configuration, edge);
    service.add_tcp(listen);
    server.add_service(service);
    server.run_forever()
}
