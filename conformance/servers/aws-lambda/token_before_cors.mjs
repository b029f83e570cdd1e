// check: -H authorization:token {url}/items
// cause: auth-before-cors
// layer: api-gateway
const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "authorization" };
const items = async (event) => {
  if (!event.headers.authorization) return { statusCode: 401, body: "{}" };
  return { statusCode: 200, headers, body: "[]" };
};
// broken:
export const handler = items;
// :broken
