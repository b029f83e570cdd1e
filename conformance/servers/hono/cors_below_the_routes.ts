// check: {url}/api/items
// cause: path-without-cors
// layer: none
app.get("/api/items", (c) => c.json([]));
// broken:
app.use(cors());
// :broken
