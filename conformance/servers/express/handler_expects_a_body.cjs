// check: -X PUT -H content-type:application/json {url}/api/items
// cause: options-handler-crashes
// broken:
// :broken
app.all("/api/items", (request, response) => {
  if (request.method === "GET") return response.json([]);
  response.json({ name: request.body.name.trim() });
});
