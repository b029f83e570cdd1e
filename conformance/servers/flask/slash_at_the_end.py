# check: -X DELETE {url}/api/items
# cause: preflight-redirected-trailing-slash
# broken:
# :broken
@app.route("/api/items/", methods=["GET", "DELETE"])
def items():
    return jsonify([])
