// check: {url}/api/items
// cause: no-cors-headers
// layer: none
// broken:
// :broken
router.get("/api/items", (ctx) => (ctx.body = []));
