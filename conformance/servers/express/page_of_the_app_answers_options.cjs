// check: -X PUT {url}/api/items
// cause: spa-fallback-answers-options
app.use((request, response) => response.type("html").send("<!doctype html><title>app</title><div id=root></div>"));
