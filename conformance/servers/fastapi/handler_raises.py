# check: {url}/api/items
# cause: error-response-without-cors
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"])


@app.get("/api/items")
def items():
    return {}["items"]
