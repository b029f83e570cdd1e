// check: -X PUT {url}/api/items
// cause: spa-fallback-answers-options
// broken:
// :broken
app.use((request, response) => response.type("html").send("<!doctype html><title>app</title><div id=root></div>"));
