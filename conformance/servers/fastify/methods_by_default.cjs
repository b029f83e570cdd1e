// check: -X PUT {url}/api/items
// cause: method-not-allowed
// layer: none
// broken:
app.register(cors, { origin: "http://localhost:3000" });
// :broken
app.put("/api/items", async () => ({}));
