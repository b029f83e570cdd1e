# check: -X PUT -H content-type:application/json {url}/api/items
# cause: options-handler-crashes
# broken:
# :broken
@app.before_request
def tenant():
    if request.method != "GET":
        request.tenant = request.get_json(silent=True)["tenant"]


@app.route("/api/items", methods=["GET", "PUT"])
def items():
    return jsonify([])
