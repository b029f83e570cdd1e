# check: -X PUT -H content-type:application/json {url}/api/items
# cause: auth-before-cors
# behind: express/any_origin.cjs
# broken:
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "{port2}"; }
# kept:
sub vcl_recv {
    if (req.http.Authorization != "Basic dXNlcjpzZWNyZXQ=") {
        return (synth(401));
    }
}
sub vcl_synth {
    if (resp.status == 401) {
        set resp.http.WWW-Authenticate = {"Basic realm="api""};
    }
}
# :kept
# :broken
