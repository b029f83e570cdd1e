// check: -X PUT {url}/api/items
// cause: automatic-options-reply
// broken:
app.get("/api/items", cors(), (request, response) => response.json([]));
app.put("/api/items", cors(), (request, response) => response.json({}));
// :broken
// fix: app.get("/api/items", (request, response) => response.json([]));
// fix: app.put("/api/items", (request, response) => response.json({}));
