// check: -X PUT -H authorization:token {url}/api/items
// cause: auth-before-cors
app.addHook("onRequest", async (request, reply) => {
  if (!request.headers.authorization) {
    throw Object.assign(new Error("token missing"), { statusCode: 401 });
  }
});
// broken:
app.register(cors, { origin: "http://localhost:3000", methods: ["GET", "PUT"] });
// :broken
app.put("/api/items", async () => ({}));
