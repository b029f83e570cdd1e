// check: -X PUT {url}/api/items
// cause: automatic-options-reply
app.get("/api/items", cors(), (request, response) => response.json([]));
app.put("/api/items", cors(), (request, response) => response.json({}));
