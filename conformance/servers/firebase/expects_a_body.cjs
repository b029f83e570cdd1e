// check: -X POST -H content-type:application/json {url}/items
// cause: options-handler-crashes
// layer: none
const handler = (request, response) => {
  if (request.method === "GET") return response.json([]);
  response.status(201).json({ name: request.body.name.trim() });
};
// broken:
const items = onRequest(handler);
// :broken
