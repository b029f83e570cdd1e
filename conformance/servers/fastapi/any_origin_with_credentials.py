# check: --credentials include {url}/api/items
# cause: wildcard-with-credentials
# broken:
app.add_middleware(CORSMiddleware, allow_origins=["*"])
# :broken


@app.get("/api/items")
def items():
    return []
