# What every Flask here begins with; the setup under test gets `app`.
from flask import Flask, abort, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
{setup}
# fix: from preflight_cors import Cors
# fix: app.wsgi_app = Cors(app.wsgi_app)
app.run("127.0.0.1", {port})
