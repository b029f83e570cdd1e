// check: -X PUT -H content-type:application/json {url}/items
// cause: options-method-not-allowed
// layer: none
const handler = (request, response) => {
  response.set("Access-Control-Allow-Origin", "*");
  if (!["GET", "PUT"].includes(request.method)) return response.sendStatus(405);
  response.json([]);
};
// broken:
const items = onRequest(handler);
// :broken
