// check: {url}/items
// cause: allow-origin-is-another-site
// layer: api-gateway
const headers = { "Access-Control-Allow-Origin": "https://app.example.com" };
const items = async () => ({ statusCode: 200, headers, body: "[]" });
// broken:
export const handler = items;
// :broken
