# check: -X PUT {url}/api/items
# cause: options-method-not-allowed
# broken:
# :broken
@routes.put("/api/items")
async def put_items(request):
    return web.json_response([])
