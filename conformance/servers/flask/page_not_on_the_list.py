# check: {url}/api/items
# cause: origin-not-allowed
# broken:
PAGE = "http://localhost:3000"
CORS(app, origins=["https://app.example.com", PAGE.replace("//", "//www.")])
# :broken


@app.get("/api/items")
def items():
    return jsonify([])
