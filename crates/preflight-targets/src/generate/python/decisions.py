

def policy_for(path):
    """The policy that speaks for a path, if there is one."""
    for policy in POLICIES:
        for own in policy.paths:
            if path == own or (own.endswith("/*") and path.startswith(own[:-1])):
                return policy
    return None


def grant(policy, origin):
    """The headers by which a page of this origin may read; none where it may not."""
    if "*" in policy.origins:
        headers = {"Access-Control-Allow-Origin": "*"}
    elif origin in policy.origins or any(
        re.fullmatch(pattern, origin or "") for pattern in policy.origin_patterns
    ):
        headers = {"Access-Control-Allow-Origin": origin}
    else:
        return {}
    if policy.credentials:
        headers["Access-Control-Allow-Credentials"] = "true"
    return headers


def answer(policy, origin, method, names):
    """Status and headers of the answer to a preflight for a method and header names."""

    def allowed(listed, asked):
        # Beside credentials `*` is no wildcard: what was asked for is named.
        return asked if "*" in listed and policy.credentials else ", ".join(listed)

    headers = grant(policy, origin)
    status = 204 if headers else 403
    if headers:
        headers["Access-Control-Allow-Methods"] = allowed(policy.methods, method)
        headers["Access-Control-Allow-Headers"] = allowed(policy.headers, names)
        if policy.max_age is not None:
            headers["Access-Control-Max-Age"] = str(policy.max_age)
    headers["Vary"] = (
        "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
    )
    return status, {name: value for name, value in headers.items() if value}


def changes(policy, origin):
    """What a response gets in place of the `Access-Control-*` that it has, and whether
    it depends on the origin: then a cache must know, with an `Origin` or without."""
    headers = grant(policy, origin)
    if headers and policy.expose:
        headers["Access-Control-Expose-Headers"] = ", ".join(policy.expose)
    return headers, "*" not in policy.origins
