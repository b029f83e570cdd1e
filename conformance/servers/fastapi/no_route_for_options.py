# check: -X PUT {url}/api/items
# cause: options-method-not-allowed
# broken:
# :broken
@app.put("/api/items")
def put_items():
    return []
