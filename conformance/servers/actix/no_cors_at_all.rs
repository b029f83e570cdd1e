// check: {url}/api/items
// cause: no-cors-headers
// layer: none
// broken:
// :broken
let app = app.route("/api/items", web::get().to(items));
