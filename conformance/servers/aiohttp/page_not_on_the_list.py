# check: -X PUT {url}/api/items
# cause: refused-by-cors-layer
async def put_items(request):
    return web.json_response([])


app.router.add_put("/api/items", put_items)
# broken:
cors = aiohttp_cors.setup(app, defaults={"https://app.example.com": aiohttp_cors.ResourceOptions(allow_methods=["PUT"])})
for route in list(app.router.routes()):
    cors.add(route)
# :broken
