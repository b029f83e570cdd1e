// check: {url}/files/items
// cause: no-cors-headers
// layer: none
app.register(async (api) => {
  // broken:
  api.register(cors, { origin: "http://localhost:3000" });
  // :broken
  api.get("/api/items", async () => []);
});
app.get("/files/items", async () => []);
