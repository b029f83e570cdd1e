# check: {url}/api/items
# cause: server-error-hidden
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"])


@app.get("/api/items")
def items():
    return {}["items"]
