use crate::served::said;
use http::{HeaderValue, Request, Response};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tower::util::BoxCloneService;
use tower::{Layer, Service, ServiceExt as _, service_fn};

/// What a layer makes of a request: the lines of the response, and behind its status who gave it.
pub(crate) async fn asked<L, S>(layer: L, request: Request<&'static str>) -> Vec<String>
where
    L: Layer<Inner, Service = S>,
    S: Service<Request<&'static str>, Response = Response<&'static str>, Error = Infallible>,
{
    saying(&[], layer, request).await
}

pub(crate) type Inner = BoxCloneService<Request<&'static str>, Response<&'static str>, Infallible>;

/// The same around a service whose responses have these headers.
pub(crate) async fn saying<L, S>(
    own: &'static [(&'static str, &'static str)],
    layer: L,
    request: Request<&'static str>,
) -> Vec<String>
where
    L: Layer<Inner, Service = S>,
    S: Service<Request<&'static str>, Response = Response<&'static str>, Error = Infallible>,
{
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let inner = service_fn(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        let mut response = Response::new("the application");
        for (name, line) in own {
            response.headers_mut().append(*name, HeaderValue::from_static(line));
        }
        async { Ok(response) }
    });
    let response = layer.layer(Inner::new(inner)).oneshot(request).await.unwrap();
    let mut lines = said(&response);
    lines[0] += match calls.load(Ordering::Relaxed) {
        0 => " from the layer",
        _ => " from the application",
    };
    lines
}
