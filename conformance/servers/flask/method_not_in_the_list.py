# check: -X DELETE {url}/api/items
# cause: method-not-allowed
# broken:
CORS(app, origins=["http://localhost:3000"], methods=["GET", "POST"])
# :broken


@app.delete("/api/items")
def delete_items():
    return jsonify([])
