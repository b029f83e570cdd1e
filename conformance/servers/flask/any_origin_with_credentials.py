# check: --credentials include {url}/api/items
# cause: wildcard-with-credentials
@app.after_request
def cors(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response


@app.get("/api/items")
def items():
    return jsonify([])
