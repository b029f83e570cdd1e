# check: -X PUT {url}/api/items
# cause: options-method-not-allowed
# layer: fastapi
# behind: fastapi/no_route_for_options.py
# broken:
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "{port2}"; }
sub vcl_deliver {
    set resp.http.Access-Control-Allow-Origin = "http://localhost:3000";
}
# :broken
