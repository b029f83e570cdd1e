// check: -X PUT -H content-type:application/json {url}/api/items
// cause: auth-before-cors
app.use((request, response, next) => {
  if (!request.headers.authorization) return response.status(401).json({ error: "token missing" });
  next();
});
// broken:
app.use(cors({ origin: "http://localhost:3000" }));
// :broken
app.put("/api/items", (request, response) => response.json({}));
