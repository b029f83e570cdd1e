// check: -X PUT -H content-type:application/json {url}/api/items
// cause: refused-by-cors-layer
// broken:
let cors = Cors::default().allowed_origin("http://localhost:3000").allowed_methods(["PUT"]);
let app = app.wrap(cors);
// :broken
let app = app.route("/api/items", web::put().to(items));
