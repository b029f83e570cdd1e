# check: {url}/api/items
# cause: origin-not-allowed
# broken:
app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com", "http://www.localhost:3000"])
# :broken


@app.get("/api/items")
def items():
    return []
