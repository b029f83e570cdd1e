// check: -X PUT -H authorization:token {url}/api/items
// cause: auth-before-cors
// layer: none
app.use((ctx, next) => {
  ctx.assert(ctx.get("Authorization"), 401);
  return next();
});
// broken:
app.use(cors({ origin: "http://localhost:3000" }));
// :broken
router.put("/api/items", (ctx) => (ctx.body = {}));
