// check: -X PATCH {url}/api/items
// cause: refused-by-cors-layer
// broken:
let cors = Cors::default().allowed_origin("http://localhost:3000").allowed_methods(["GET", "POST"]);
let app = app.wrap(cors);
// :broken
let app = app.route("/api/items", web::patch().to(items));
