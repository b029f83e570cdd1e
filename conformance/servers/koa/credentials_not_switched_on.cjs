// check: --credentials include {url}/api/items
// cause: allow-credentials-not-true
// layer: none
// broken:
app.use(cors({ origin: "http://localhost:3000" }));
// :broken
router.get("/api/items", (ctx) => (ctx.body = []));
