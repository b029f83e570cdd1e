// check: {url}/api/items
// cause: allow-origin-port-differs
// broken:
app.use(cors({ origin: "http://localhost:5173" }));
// :broken
app.get("/api/items", (request, response) => response.json([]));
