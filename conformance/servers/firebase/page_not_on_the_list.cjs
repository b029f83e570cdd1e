// check: {url}/items
// cause: origin-not-allowed
// layer: none
const handler = (request, response) => response.json([]);
// broken:
const items = onRequest({ cors: ["https://app.example.com", "https://admin.example.com"] }, handler);
// :broken
