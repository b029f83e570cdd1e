# What every Flask here begins with; the setup under test gets `app`.
from flask import Flask, abort, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
{setup}
app.run("127.0.0.1", {port})
