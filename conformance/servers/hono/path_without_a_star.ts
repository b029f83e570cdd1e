// check: -X PUT {url}/api/items
// cause: options-not-routed
// broken:
app.use("/api", cors());
// :broken
app.get("/api/items", (c) => c.json([]));
app.put("/api/items", (c) => c.json({}));
