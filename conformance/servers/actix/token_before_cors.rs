// check: -X PUT {url}/api/items
// cause: auth-before-cors
// layer: none
let app = app.route("/api/items", web::put().to(items));
// broken:
let app = app.wrap(Cors::permissive());
// :broken
let app = app.wrap(from_fn(require_token));
