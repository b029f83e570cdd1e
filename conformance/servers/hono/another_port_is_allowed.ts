// check: {url}/api/items
// cause: origin-not-allowed
// layer: none
// broken:
app.use(cors({ origin: "http://localhost:5173" }));
// :broken
app.get("/api/items", (c) => c.json([]));
