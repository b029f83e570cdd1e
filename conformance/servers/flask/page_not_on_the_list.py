# check: {url}/api/items
# cause: origin-not-allowed
# broken:
CORS(app, origins=["https://app.example.com", "https://admin.example.com", "http://www.localhost:3000"])
# :broken


@app.get("/api/items")
def items():
    return jsonify([])
