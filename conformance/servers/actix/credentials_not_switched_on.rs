// check: --credentials include {url}/api/items
// cause: allow-credentials-not-true
// layer: none
// broken:
let app = app.wrap(Cors::default().allowed_origin("http://localhost:3000"));
// :broken
let app = app.route("/api/items", web::get().to(items));
