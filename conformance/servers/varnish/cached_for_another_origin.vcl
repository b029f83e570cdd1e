# before: --origin http://localhost:4000 {url}/api/items
# check: {url}/api/items
# cause: cached-for-another-origin
# layer: express
# behind: express/no_cors_at_all.cjs
# broken:
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "{port2}"; }
sub vcl_backend_response {
    set beresp.http.Access-Control-Allow-Origin = bereq.http.Origin;
    set beresp.ttl = 1h;
}
# :broken
