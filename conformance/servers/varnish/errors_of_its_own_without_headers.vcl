# check: --send-actual -X PUT {url}/api/items
# cause: error-response-without-cors
# behind: express/any_origin.cjs
# broken:
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "{port2}"; }
# kept:
sub vcl_recv {
    if (req.method == "PUT") {
        return (synth(422));
    }
}
# :kept
# :broken
