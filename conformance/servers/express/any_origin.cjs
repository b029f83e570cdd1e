// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// broken:
app.use(cors({ credentials: true }));
// :broken
app.get("/api/items", (request, response) => response.json([]));
app.put("/api/items", (request, response) => response.json({}));
