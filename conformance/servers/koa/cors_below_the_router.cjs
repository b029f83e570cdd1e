// check: {url}/api/items
// cause: path-without-cors
// layer: none
router.get("/api/items", (ctx) => (ctx.body = []));
// broken:
app.use(router.routes());
app.use(cors());
// :broken
