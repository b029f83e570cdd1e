// check: -X PATCH {url}/api/items
// cause: method-not-allowed
// layer: none
// broken:
app.use(cors({ origin: "http://localhost:3000", allowMethods: ["GET", "PUT"] }));
// :broken
router.patch("/api/items", (ctx) => (ctx.body = {}));
