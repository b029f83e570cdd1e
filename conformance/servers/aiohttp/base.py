# What every aiohttp here begins with; the setup under test gets `app` and `routes`.
import aiohttp_cors
from aiohttp import web

app = web.Application()
routes = web.RouteTableDef()
{setup}
app.add_routes(routes)
# fix: import preflight_cors
# fix: preflight_cors.setup(app)
web.run_app(app, host="127.0.0.1", port={port}, print=None)
