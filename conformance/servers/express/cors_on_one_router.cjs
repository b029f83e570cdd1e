// check: {url}/files/items
// cause: path-without-cors
app.get("/", cors({ origin: "http://localhost:3000" }), (request, response) => response.json({}));
app.get("/files/items", (request, response) => response.json([]));
