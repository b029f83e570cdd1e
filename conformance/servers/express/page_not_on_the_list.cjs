// check: {url}/api/items
// cause: origin-not-allowed
app.use(cors({ origin: ["https://app.example.com", "https://admin.example.com"] }));
app.get("/api/items", (request, response) => response.json([]));
