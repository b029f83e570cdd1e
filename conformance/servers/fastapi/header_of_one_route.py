# check: {url}/api/items
# cause: allow-origin-is-another-site
# broken:
# :broken
@app.get("/api/items")
def items():
    return JSONResponse([], headers={"Access-Control-Allow-Origin": "https://app.example.com"})
