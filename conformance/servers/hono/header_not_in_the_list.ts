// check: -X PUT -H content-type:application/json {url}/api/items
// cause: json-content-type-not-allowed
// layer: none
// broken:
app.use(cors({ origin: "http://localhost:3000", allowHeaders: ["X-Requested-With"] }));
// :broken
app.put("/api/items", (c) => c.json({}));
