// check: --credentials include {url}/api/items
// cause: allow-credentials-not-true
// broken:
app.use(cors({ origin: "http://localhost:3000" }));
// :broken
app.get("/api/items", (request, response) => response.json([]));
