

class Cors:
    """Wraps an ASGI application: outside of everything, its errors and redirects too."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        policy = policy_for(scope["path"]) if scope["type"] == "http" else None
        if policy is None:
            await self.app(scope, receive, send)
            return
        request = Headers(scope=scope)
        origin = request.get("origin")
        method = request.get("access-control-request-method")
        if scope["method"] == "OPTIONS" and origin and method:
            names = ", ".join(request.getlist("access-control-request-headers"))
            status, headers = answer(policy, origin, method, names)
            await Response(None, status, headers)(scope, receive, send)
            return

        async def send_with_cors(message):
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in headers.keys():
                    if name.startswith("access-control-"):
                        del headers[name]
                ours, varies = changes(policy, origin)
                headers.update(ours)
                if varies:
                    headers.add_vary_header("Origin")
            await send(message)

        await self.app(scope, receive, send_with_cors)
