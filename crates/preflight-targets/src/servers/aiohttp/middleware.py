

def setup(app):
    """Call it before the application runs."""
    app.middlewares.insert(0, answer_preflights)
    app.on_response_prepare.append(change_headers)


@web.middleware
async def answer_preflights(request, handler):
    policy = policy_for(request.path)
    origin = request.headers.get("Origin")
    method = request.headers.get("Access-Control-Request-Method")
    if not (policy and request.method == "OPTIONS" and origin and method):
        return await handler(request)
    names = ", ".join(request.headers.getall("Access-Control-Request-Headers", []))
    status, headers = answer(policy, origin, method, names)
    request["cors_answered"] = True
    return web.Response(status=status, headers=headers)


async def change_headers(request, response):
    """Called for each response, those to exceptions and unknown paths too."""
    policy = policy_for(request.path)
    if policy is None or "cors_answered" in request:
        return
    for name in set(response.headers):
        if name.lower().startswith("access-control-"):
            del response.headers[name]
    ours, varies = changes(policy, request.headers.get("Origin"))
    response.headers.update(ours)
    if varies:
        response.headers.add("Vary", "Origin")
