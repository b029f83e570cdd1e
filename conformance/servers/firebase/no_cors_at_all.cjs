// check: {url}/items
// cause: no-cors-headers
// layer: none
const handler = (request, response) => response.json([]);
// broken:
const items = onRequest(handler);
// :broken
