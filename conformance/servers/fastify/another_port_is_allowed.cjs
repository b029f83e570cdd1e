// check: {url}/api/items
// cause: allow-origin-port-differs
// layer: none
// broken:
app.register(cors, { origin: "http://localhost:5173" });
// :broken
app.get("/api/items", async () => []);
