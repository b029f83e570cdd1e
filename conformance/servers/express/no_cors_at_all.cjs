// check: {url}/api/items
// cause: no-cors-headers
app.get("/api/items", (request, response) => response.json([]));
