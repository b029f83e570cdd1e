# check: {url}/api/items
# cause: origin-not-allowed
app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com", "http://www.localhost:3000"])


@app.get("/api/items")
def items():
    return []
