# What loads a generated module: it is set up on the application of src/application.rs.
import sys

from aiohttp import web

sys.path.insert(0, "{servers}")
import preflight_cors
from application import respond


async def application(request):
    answer = respond(request.path, request.headers.get("Authorization"))
    if not answer:
        raise web.HTTPNotFound
    status, headers = answer
    return web.Response(text="{}", status=status, headers=headers)


app = web.Application()
app.router.add_route("*", "/{path:.*}", application)
preflight_cors.setup(app)
web.run_app(app, host="127.0.0.1", port={port}, print=None, access_log=None)
