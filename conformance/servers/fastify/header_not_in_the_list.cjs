// check: -H x-cart-id:7 {url}/api/items
// cause: header-not-allowed
// layer: none
// broken:
app.register(cors, { origin: "http://localhost:3000", allowedHeaders: ["Content-Type"] });
// :broken
app.get("/api/items", async () => []);
