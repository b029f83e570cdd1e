// check: -X PUT -H content-type:application/json {url}/api/items
// cause: refused-by-cors-layer
// broken:
app.register(cors, {
  origin(origin, callback) {
    if (new URL(origin).hostname === "app.example.com") callback(null, true);
    else callback(new Error("Not allowed"), false);
  },
});
// :broken
app.put("/api/items", async () => ({}));
