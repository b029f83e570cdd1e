# check: -X PUT {url}/api/items
# cause: options-method-not-allowed
@app.put("/api/items")
def put_items():
    return []
