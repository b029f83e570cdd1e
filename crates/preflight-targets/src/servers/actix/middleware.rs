
/// One policy.
struct Policy {
    speaks_for: fn(&str) -> bool,
    /// `None` for anybody.
    allows: Option<fn(&str) -> bool>,
    /// Whether cookies are allowed; then `*` below is not said, but what a preflight asks for.
    credentials: bool,
    methods: &'static str,
    headers: &'static str,
    exposed: &'static str,
    max_age: &'static str,
}

/// `App::new().wrap(from_fn(preflight_cors::cors))`: of several calls of `wrap`, the last is outermost.
pub async fn cors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // As the routes see it: decoded.
    let path = request.match_info().as_str();
    let Some(policy) = POLICIES.iter().find(|policy| (policy.speaks_for)(path)) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let origin = request.headers().get(header::ORIGIN).cloned();
    let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD);
    if request.method() == Method::OPTIONS && origin.is_some() && asked.is_some() {
        let answer = policy.answer(origin, request.headers());
        return Ok(request.into_response(answer));
    }
    match next.call(request).await {
        Ok(response) => {
            let mut response = response.map_into_boxed_body();
            policy.edit(origin, response.headers_mut());
            Ok(response)
        }
        Err(error) => {
            let mut response = error.error_response();
            policy.edit(origin, response.headers_mut());
            Err(InternalError::from_response(error, response).into())
        }
    }
}

impl Policy {
    /// The answer to a preflight.
    fn answer(&self, origin: Option<HeaderValue>, asked: &HeaderMap) -> HttpResponse {
        let mut response = HttpResponse::Forbidden().finish();
        let headers = response.headers_mut();
        let vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        set(headers, header::VARY, vary);
        if !self.grant(origin, headers) {
            return response;
        }
        let asked_method = asked.get(header::ACCESS_CONTROL_REQUEST_METHOD);
        let asked_headers = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS);
        for (name, list, asked) in [
            (
                header::ACCESS_CONTROL_ALLOW_METHODS,
                self.methods,
                asked_method,
            ),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                self.headers,
                asked_headers,
            ),
        ] {
            match asked {
                Some(asked) if self.credentials && list == "*" => {
                    headers.insert(name, asked.clone());
                }
                _ => set(headers, name, list),
            }
        }
        set(headers, header::ACCESS_CONTROL_MAX_AGE, self.max_age);
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    }

    /// Replaces what the application says of CORS.
    fn edit(&self, origin: Option<HeaderValue>, headers: &mut HeaderMap) {
        for name in [
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            header::ACCESS_CONTROL_ALLOW_METHODS,
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            header::ACCESS_CONTROL_MAX_AGE,
        ] {
            headers.remove(name);
        }
        if self.allows.is_some() {
            // Without `Origin` too: a cache must not give one page's answer to another.
            headers.append(header::VARY, HeaderValue::from_static("Origin"));
        }
        if self.grant(origin, headers) {
            set(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, self.exposed);
        }
    }

    /// Whether the origin may read the response, and if so says it.
    fn grant(&self, origin: Option<HeaderValue>, headers: &mut HeaderMap) -> bool {
        let allowed = match self.allows {
            None => Some(HeaderValue::from_static("*")),
            Some(allows) => origin.filter(|origin| origin.to_str().is_ok_and(allows)),
        };
        let Some(allowed) = allowed else { return false };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        if self.credentials {
            set(headers, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        true
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !value.is_empty() {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
