// check: {url}/items
// cause: server-error-hidden
// layer: none
const handler = (request, response) => {
  const user = JSON.parse(request.get("X-User"));
  response.set("Access-Control-Allow-Origin", "*").json(user);
};
// broken:
const items = onRequest(handler);
// :broken
