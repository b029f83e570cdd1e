// check: -X PATCH {url}/api/items
// cause: method-not-allowed
// broken:
app.use(cors({ origin: "http://localhost:3000", methods: ["GET", "POST"] }));
// :broken
app.patch("/api/items", (request, response) => response.json({}));
