// check: -X PUT -H authorization:token {url}/api/items
// cause: auth-before-cors
// layer: none
app.use(async (c, next) => {
  if (!c.req.header("Authorization")) return c.json({ error: "token missing" }, 401);
  await next();
});
// broken:
app.use(cors({ origin: "http://localhost:3000" }));
// :broken
app.put("/api/items", (c) => c.json({}));
