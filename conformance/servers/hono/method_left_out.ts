// check: -X PATCH {url}/api/items
// cause: method-not-allowed
// layer: none
// broken:
app.use(cors({ origin: "http://localhost:3000", allowMethods: ["GET", "PUT"] }));
// :broken
app.patch("/api/items", (c) => c.json({}));
