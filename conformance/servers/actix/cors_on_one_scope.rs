// check: {url}/files/items
// cause: path-without-cors
// layer: none
// broken:
let app = app.service(web::resource("/").wrap(Cors::permissive()).get(items));
// :broken
// fix: let app = app.route("/", web::get().to(items));
let app = app.route("/files/items", web::get().to(items));
