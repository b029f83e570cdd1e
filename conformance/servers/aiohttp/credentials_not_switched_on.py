# check: --credentials include {url}/api/items
# cause: allow-credentials-not-true
async def items(request):
    return web.json_response([])


app.router.add_get("/api/items", items)
# broken:
cors = aiohttp_cors.setup(app, defaults={"http://localhost:3000": aiohttp_cors.ResourceOptions()})
for route in list(app.router.routes()):
    cors.add(route)
# :broken
