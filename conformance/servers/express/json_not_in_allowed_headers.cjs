// check: -X PUT -H content-type:application/json {url}/api/items
// cause: json-content-type-not-allowed
// broken:
app.use(cors({ origin: "http://localhost:3000", allowedHeaders: ["X-Requested-With"] }));
// :broken
app.put("/api/items", (request, response) => response.json({}));
