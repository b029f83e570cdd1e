# check: -X DELETE {url}/api/items
# cause: refused-by-cors-layer
# broken:
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"], allow_methods=["GET", "POST"])
# :broken


@app.delete("/api/items")
def delete_items():
    return []
