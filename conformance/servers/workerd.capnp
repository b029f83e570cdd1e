# A Worker on a route in front of an origin, as workerd runs it: what the Worker fetches goes to the origin.
# The addresses of both stand on the command line.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [(name = "worker", esModule = embed "/base.js")],
      compatibilityDate = "2026-11-01",
      globalOutbound = "origin",
    )),
    (name = "origin", external = (http = ())),
  ],
  sockets = [(name = "http", http = (), service = "worker")],
);
