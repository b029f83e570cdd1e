# check: -X DELETE {url}/api/items
# cause: preflight-redirected-trailing-slash
@app.route("/api/items/", methods=["GET", "DELETE"])
def items():
    return jsonify([])
