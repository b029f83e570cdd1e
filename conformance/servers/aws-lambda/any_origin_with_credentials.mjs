// check: --credentials include {url}/items
// cause: wildcard-with-credentials
// layer: api-gateway
const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": true };
const items = async () => ({ statusCode: 200, headers, body: "[]" });
// broken:
export const handler = items;
// :broken
