# What loads a generated module: it wraps the application of src/application.rs.
import sys

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response

sys.path.insert(0, "{servers}")
from application import respond
from preflight_cors import Cors

app = FastAPI()
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PURGE", "OPTIONS"]


@app.api_route("/{path:path}", methods=METHODS)
def application(request: Request):
    answer = respond(request.url.path, request.headers.get("authorization"))
    if not answer:
        raise HTTPException(404)
    status, headers = answer
    return Response("{}", status, headers)


# Where the application raises, uvicorn closes the connection without a word before.
CLOSE = [("Connection", "close")]
uvicorn.run(Cors(app), host="127.0.0.1", port={port}, log_level="critical", headers=CLOSE)
