// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: none
// broken:
let app = app.wrap(Cors::default().allow_any_origin().send_wildcard());
// :broken
let app = app.route("/api/items", web::get().to(items));
