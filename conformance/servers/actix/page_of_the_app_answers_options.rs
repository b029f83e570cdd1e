// check: -X PUT {url}/api/items
// cause: spa-fallback-answers-options
// layer: none
// broken:
// :broken
const PAGE: &str = "<!doctype html><title>app</title><div id=root></div>";
let app = app.default_service(web::to(|| async { web::Html::new(PAGE) }));
