// check: -X PUT -H content-type:application/json {url}/api/items
// cause: options-not-routed
// broken:
// :broken
app.get("/api/items", async () => []);
app.put("/api/items", async () => ({}));
