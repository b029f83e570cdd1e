"""The part of Docker's API that Traefik's provider asks for, with one container, and Traefik beside it.

usage: daemon.py COMPOSE-FILE PORT DOCKER-PORT

The container has the labels of the compose file's first service, and its address is loopback.
https://docs.docker.com/reference/api/engine/
"""

import ctypes
import json
import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import yaml

PR_SET_PDEATHSIG = 1

compose, port, docker_port = sys.argv[1:]
with open(compose) as file:
    service = next(iter(yaml.safe_load(file)["services"].values()))
# In a compose file `$$` stands for `$`.
LABELS = {name: value.replace("$$", "$") for name, value in service["labels"].items()}
NETWORKS = {"bridge": {"IPAddress": "127.0.0.1", "NetworkID": "1"}}
CONTAINER = {
    "Id": "1",
    "Name": "/app",
    "Config": {"Labels": LABELS, "Hostname": "app"},
    "HostConfig": {"NetworkMode": "bridge"},
    "State": {"Status": "running", "Running": True},
    "NetworkSettings": {"Networks": NETWORKS, "Ports": {}},
}


class Docker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = urlsplit(self.path).path
        if path.startswith("/v"):
            path = path[path.index("/", 1) :]
        if path == "/events":
            # Nothing ever happens, for as long as somebody listens.
            self.send_response(200)
            self.end_headers()
            self.wfile.flush()
            time.sleep(3600)
        elif path == "/version":
            self.answer({"Version": "28.0.0", "ApiVersion": "1.48", "MinAPIVersion": "1.24"})
        elif path == "/containers/json":
            self.answer([{"Id": "1", "Names": ["/app"], "State": "running", "Labels": LABELS}])
        elif path == "/containers/1/json":
            self.answer(CONTAINER)
        else:
            self.answer({})

    do_HEAD = do_GET

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Api-Version", "1.48")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


docker = ThreadingHTTPServer(("127.0.0.1", int(docker_port)), Docker)
if os.fork() == 0:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    docker.serve_forever()
traefik = os.path.join(os.path.dirname(sys.executable), "traefik")
os.execv(
    traefik,
    [
        traefik,
        "--global.checkNewVersion=false",
        "--global.sendAnonymousUsage=false",
        f"--entryPoints.web.address=127.0.0.1:{port}",
        f"--providers.docker.endpoint=tcp://127.0.0.1:{docker_port}",
        "--providers.docker.exposedByDefault=false",
    ],
)
