// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: none
// broken:
app.use(cors({ origin: "http://localhost:3000", credentials: true }));
// :broken
router.get("/api/items", (ctx) => {
  ctx.set("Access-Control-Allow-Origin", "*");
  ctx.body = [];
});
