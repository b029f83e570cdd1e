# check: -X PUT {url}/api/items
# cause: automatic-options-reply
# broken:
# :broken
@app.put("/api/items")
def put_items():
    return jsonify([])
