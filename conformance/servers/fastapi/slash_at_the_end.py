# check: -X PUT {url}/api/items
# cause: preflight-redirected-trailing-slash
# broken:
# :broken
@app.put("/api/items/")
def put_items():
    return []
