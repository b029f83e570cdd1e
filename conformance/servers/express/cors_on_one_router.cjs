// check: {url}/files/items
// cause: path-without-cors
// broken:
app.get("/", cors({ origin: "http://localhost:3000" }), (request, response) => response.json({}));
// :broken
app.get("/files/items", (request, response) => response.json([]));
