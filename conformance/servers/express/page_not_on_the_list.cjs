// check: {url}/api/items
// cause: origin-not-allowed
// broken:
app.use(cors({ origin: ["https://app.example.com", "https://admin.example.com"] }));
// :broken
app.get("/api/items", (request, response) => response.json([]));
