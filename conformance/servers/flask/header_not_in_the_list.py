# check: -H x-cart-id:7 {url}/api/items
# cause: header-not-allowed
# broken:
CORS(app, origins=["http://localhost:3000"], allow_headers=["Content-Type"])
# :broken


@app.get("/api/items")
def items():
    return jsonify([])
