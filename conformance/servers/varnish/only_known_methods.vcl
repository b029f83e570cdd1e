# check: -X PUT {url}/api/items
# cause: options-method-not-allowed
# behind: express/any_origin.cjs
# broken:
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "{port2}"; }
# kept:
sub vcl_recv {
    if (req.method !~ "^(GET|HEAD|POST|PUT)$") {
        return (synth(405));
    }
}
# :kept
# :broken
