# check: -X PUT {url}/api/items
# cause: preflight-redirected-trailing-slash
async def put_items(request):
    return web.json_response([])


app.middlewares.append(web.normalize_path_middleware(append_slash=True))
app.router.add_route("*", "/api/items/", put_items)
# broken:
# :broken
