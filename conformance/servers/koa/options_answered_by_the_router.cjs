// check: -X PUT {url}/api/items
// cause: automatic-options-reply
// layer: none
// broken:
// :broken
router.get("/api/items", (ctx) => (ctx.body = []));
router.put("/api/items", (ctx) => (ctx.body = {}));
app.use(router.routes()).use(router.allowedMethods());
