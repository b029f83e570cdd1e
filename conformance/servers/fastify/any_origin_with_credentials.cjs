// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: none
// broken:
app.register(cors, { origin: "*", credentials: true });
// :broken
app.get("/api/items", async () => []);
