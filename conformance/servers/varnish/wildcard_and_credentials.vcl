# check: --credentials include {url}/api/items
# cause: wildcard-with-credentials
# layer: express
# behind: express/no_cors_at_all.cjs
# broken:
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "{port2}"; }
sub vcl_deliver {
    set resp.http.Access-Control-Allow-Origin = "*";
    set resp.http.Access-Control-Allow-Credentials = "true";
}
# :broken
