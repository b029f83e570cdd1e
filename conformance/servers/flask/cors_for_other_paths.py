# check: {url}/items
# cause: no-cors-headers
# broken:
CORS(app, resources={r"/api/*": {"origins": ["http://localhost:3000"]}})
# :broken


@app.get("/items")
def items():
    return jsonify([])
