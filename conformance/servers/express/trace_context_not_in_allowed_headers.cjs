// check: -H traceparent:00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 {url}/api/items
// cause: tracing-header-not-allowed
// broken:
app.use(cors({ origin: "http://localhost:3000", allowedHeaders: ["Content-Type"] }));
// :broken
app.get("/api/items", (request, response) => response.json([]));
