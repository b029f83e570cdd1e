

@sync_and_async_middleware
def cors(get_response):
    """Outside of every other middleware: of authentication, redirects and errors."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            policy = policy_for(request.path)
            early = answer_to_preflight(policy, request)
            return early or changed(policy, request, await get_response(request))

    else:

        def middleware(request):
            policy = policy_for(request.path)
            early = answer_to_preflight(policy, request)
            return early or changed(policy, request, get_response(request))

    return middleware


def answer_to_preflight(policy, request):
    origin = request.headers.get("Origin")
    method = request.headers.get("Access-Control-Request-Method")
    if not (policy and request.method == "OPTIONS" and origin and method):
        return None
    names = request.headers.get("Access-Control-Request-Headers", "")
    status, headers = answer(policy, origin, method, names)
    return HttpResponse(status=status, headers=headers)


def changed(policy, request, response):
    if policy:
        for name in list(response.headers):
            if name.lower().startswith("access-control-"):
                del response.headers[name]
        ours, varies = changes(policy, request.headers.get("Origin"))
        for name, value in ours.items():
            response.headers[name] = value
        if varies:
            patch_vary_headers(response, ["Origin"])
    return response
