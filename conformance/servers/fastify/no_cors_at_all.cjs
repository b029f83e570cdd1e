// check: {url}/api/items
// cause: no-cors-headers
// layer: none
// broken:
// :broken
app.get("/api/items", async () => []);
