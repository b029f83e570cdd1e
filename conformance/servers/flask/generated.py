# What loads a generated module: it wraps the application of src/application.rs.
import sys

from flask import Flask, Response, abort, request

sys.path.insert(0, "{servers}")
from application import respond
from preflight_cors import Cors

app = Flask(__name__)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PURGE", "OPTIONS"]


@app.route("/<path:path>", methods=METHODS)
def application(path):
    answer = respond(request.path, request.headers.get("Authorization"))
    if not answer:
        abort(404)
    status, headers = answer
    return Response("{}", status, headers)


app.wsgi_app = Cors(app.wsgi_app)
app.run("127.0.0.1", {port})
