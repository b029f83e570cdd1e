# check: -H x-cart-id:7 {url}/api/items
# cause: header-not-allowed
# behind: express/no_cors_at_all.cjs
# broken:
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "{port2}"; }
sub vcl_recv {
    if (req.method == "OPTIONS") {
        return (synth(200));
    }
}
sub cors {
    set resp.http.Access-Control-Allow-Origin = "http://localhost:3000";
    set resp.http.Access-Control-Allow-Headers = "content-type";
}
sub vcl_deliver { call cors; }
sub vcl_synth { call cors; }
# :broken
