# check: -X PUT -H content-type:application/json {url}/api/items
# cause: auth-before-cors
# broken:
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"], allow_methods=["PUT"])
# :broken


@app.middleware("http")
async def require_token(request, call_next):
    if "authorization" not in request.headers:
        return JSONResponse({"detail": "Not authenticated"}, status_code=401)
    return await call_next(request)


@app.put("/api/items")
def put_items():
    return []
