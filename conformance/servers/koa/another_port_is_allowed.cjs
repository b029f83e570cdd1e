// check: {url}/api/items
// cause: allow-origin-port-differs
// layer: none
// broken:
app.use(cors({ origin: "http://localhost:5173" }));
// :broken
router.get("/api/items", (ctx) => (ctx.body = []));
