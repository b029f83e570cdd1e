# check: -X PUT -H content-type:application/json {url}/api/items
# cause: auth-before-cors
# broken:
CORS(app, origins=["https://app.example.com"])
# :broken


@app.before_request
def require_token():
    if "Authorization" not in request.headers:
        abort(401)


@app.put("/api/items")
def put_items():
    return jsonify([])
