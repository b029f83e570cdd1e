# check: {url}/api/items
# cause: allow-origin-added-twice
# broken:
@app.after_request
def cors(response):
    response.headers.add("Access-Control-Allow-Origin", "*")
    return response


CORS(app, origins=["http://localhost:3000"], intercept_exceptions=False)
# :broken


@app.get("/api/items")
def items():
    response = jsonify([])
    response.headers.add("Access-Control-Allow-Origin", "http://localhost:3000")
    return response
