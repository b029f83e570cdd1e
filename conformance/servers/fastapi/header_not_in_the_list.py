# check: -H x-cart-id:7 {url}/api/items
# cause: refused-by-cors-layer
# broken:
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3000"], allow_headers=["Authorization"])
# :broken


@app.get("/api/items")
def items():
    return []
