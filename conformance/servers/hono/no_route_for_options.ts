// check: -X PUT -H content-type:application/json {url}/api/items
// cause: options-not-routed
// broken:
// :broken
app.get("/api/items", (c) => c.json([]));
app.put("/api/items", (c) => c.json({}));
