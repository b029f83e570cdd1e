// check: --credentials include {url}/items
// cause: allow-credentials-not-true
// layer: none
const handler = (request, response) => response.json([]);
// broken:
const items = onRequest({ cors: true }, handler);
// :broken
