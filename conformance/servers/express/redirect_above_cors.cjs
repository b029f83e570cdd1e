// check: {url}/api/items
// cause: redirect-without-cors
app.get("/api/items", (request, response) => response.redirect(308, "/api/v2/items"));
// broken:
app.use(cors({ origin: "http://localhost:3000" }));
// :broken
app.get("/api/v2/items", (request, response) => response.json([]));
