# check: {url}/api/items
# cause: server-error-hidden
# broken:
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"])
# :broken


@app.get("/api/items")
def items():
    return {}["items"]
