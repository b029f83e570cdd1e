// check: {url}/api/items
// cause: origin-not-allowed
// layer: none
// broken:
const list = ["https://app.example.com", "https://admin.example.com"];
app.use(cors({ origin: (ctx) => (list.includes(ctx.get("Origin")) ? ctx.get("Origin") : false) }));
// :broken
router.get("/api/items", (ctx) => (ctx.body = []));
