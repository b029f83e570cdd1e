// check: {url}/api/items
// cause: allow-origin-port-differs
app.use(cors({ origin: "http://localhost:5173" }));
app.get("/api/items", (request, response) => response.json([]));
