

class Cors:
    """Wraps a WSGI application: outside of its hooks, its errors and its redirects."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        policy = policy_for(path.encode("latin-1").decode("utf-8", "replace"))
        if policy is None:
            return self.app(environ, start_response)
        origin = environ.get("HTTP_ORIGIN")
        method = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD")
        if environ["REQUEST_METHOD"] == "OPTIONS" and origin and method:
            names = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
            status, headers = answer(policy, origin, method, names)
            return Response(None, status, headers)(environ, start_response)

        def start_with_cors(status, lines, exc_info=None):
            headers = Headers(lines)
            for name in set(headers.keys()):
                if name.lower().startswith("access-control-"):
                    headers.remove(name)
            ours, varies = changes(policy, origin)
            headers.update(ours)
            if varies:
                headers.add("Vary", "Origin")
            return start_response(status, headers.to_wsgi_list(), exc_info)

        return self.app(environ, start_with_cors)
