# check: --credentials include {url}/api/items
# cause: wildcard-with-credentials
# broken:
@web.middleware
async def cors(request, handler):
    response = await handler(request)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response


app.middlewares.append(cors)


# :broken
@routes.get("/api/items")
async def items(request):
    return web.json_response([])
