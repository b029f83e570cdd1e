# check: {url}/api/items
# cause: server-error-hidden
async def items(request):
    return web.json_response({}["items"])


app.router.add_get("/api/items", items)


# broken:
@web.middleware
async def cors(request, handler):
    response = await handler(request)
    response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
    return response


app.middlewares.append(cors)
# :broken
