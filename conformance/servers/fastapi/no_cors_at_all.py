# check: {url}/api/items
# cause: no-cors-headers
# broken:
# :broken
@app.get("/api/items")
def items():
    return []
