# check: {url}/api/items
# cause: no-cors-headers
# broken:
# :broken
@routes.get("/api/items")
async def items(request):
    return web.json_response([])
