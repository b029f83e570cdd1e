# check: -X PUT -H content-type:application/json {url}/api/items
# cause: auth-before-cors
@web.middleware
async def require_token(request, handler):
    if "Authorization" not in request.headers:
        raise web.HTTPUnauthorized
    return await handler(request)


app.middlewares.append(require_token)


async def put_items(request):
    return web.json_response([])


app.router.add_put("/api/items", put_items)
# broken:
options = aiohttp_cors.ResourceOptions(allow_methods=["PUT"], allow_headers=["Content-Type"])
cors = aiohttp_cors.setup(app, defaults={"http://localhost:3000": options})
for route in list(app.router.routes()):
    cors.add(route)
# :broken
