// check: -H authorization:token {url}/items
// cause: auth-before-cors
// layer: none
const handler = (request, response) => {
  if (!request.get("Authorization")) return response.sendStatus(401);
  response.set("Access-Control-Allow-Origin", "*").json([]);
};
// broken:
const items = onRequest(handler);
// :broken
