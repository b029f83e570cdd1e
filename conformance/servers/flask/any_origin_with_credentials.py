# check: --credentials include {url}/api/items
# cause: wildcard-with-credentials
# broken:
@app.after_request
def cors(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
# :broken


@app.get("/api/items")
def items():
    return jsonify([])
