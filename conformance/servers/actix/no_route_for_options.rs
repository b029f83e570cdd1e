// check: -X PUT -H content-type:application/json {url}/api/items
// cause: options-method-not-allowed
// layer: none
// broken:
// :broken
let app = app.service(web::resource("/api/items").get(items).put(items));
