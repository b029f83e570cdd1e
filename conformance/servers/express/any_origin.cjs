// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
app.use(cors({ credentials: true }));
app.get("/api/items", (request, response) => response.json([]));
app.put("/api/items", (request, response) => response.json({}));
