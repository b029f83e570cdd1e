// check: {url}/items
// cause: no-cors-headers
// layer: api-gateway
const items = async () => ({ statusCode: 200, body: "[]" });
// broken:
export const handler = items;
// :broken
