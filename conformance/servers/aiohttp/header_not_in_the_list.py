# check: -H x-cart-id:7 {url}/api/items
# cause: refused-by-cors-layer
async def items(request):
    return web.json_response([])


app.router.add_get("/api/items", items)
# broken:
cors = aiohttp_cors.setup(app, defaults={"http://localhost:3000": aiohttp_cors.ResourceOptions()})
for route in list(app.router.routes()):
    cors.add(route)
# :broken
