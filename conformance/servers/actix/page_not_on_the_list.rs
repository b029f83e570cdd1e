// check: {url}/api/items
// cause: origin-not-allowed
// layer: none
// broken:
let app = app.wrap(Cors::default().allowed_origin("https://app.example.com"));
// :broken
let app = app.route("/api/items", web::get().to(items));
