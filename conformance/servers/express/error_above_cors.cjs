// check: {url}/api/items
// cause: server-error-hidden
app.use((request, response, next) => {
  request.user = JSON.parse(request.headers["x-user"]);
  next();
});
// broken:
app.use(cors({ origin: "http://localhost:3000" }));
// :broken
app.get("/api/items", (request, response) => response.json([]));
