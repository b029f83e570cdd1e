// check: -X PUT -H content-type:application/json {url}/api/items
// cause: options-not-routed
// broken:
// :broken
router.get("/api/items", (ctx) => (ctx.body = []));
router.put("/api/items", (ctx) => (ctx.body = {}));
