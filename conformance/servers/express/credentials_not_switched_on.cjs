// check: --credentials include {url}/api/items
// cause: allow-credentials-not-true
app.use(cors({ origin: "http://localhost:3000" }));
app.get("/api/items", (request, response) => response.json([]));
