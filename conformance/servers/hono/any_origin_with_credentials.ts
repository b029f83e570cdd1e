// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: none
// broken:
app.use(cors({ origin: "*", credentials: true }));
// :broken
app.get("/api/items", (c) => c.json([]));
