# check: --credentials include {url}/api/items
# cause: allow-credentials-not-true
# broken:
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"])
# :broken


@app.get("/api/items")
def items():
    return []
