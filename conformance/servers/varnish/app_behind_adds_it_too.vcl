# check: {url}/api/items
# cause: allow-origin-lists-several
# layer: express
# behind: express/any_origin.cjs
# broken:
vcl 4.1;
import std;
backend default { .host = "127.0.0.1"; .port = "{port2}"; }
sub vcl_deliver {
    set resp.http.Access-Control-Allow-Origin = resp.http.Access-Control-Allow-Origin + ", http://localhost:3000";
}
# :broken
