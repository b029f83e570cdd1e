// check: -H authorization:token {url}/items
// cause: error-response-without-cors
// layer: api-gateway
const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "authorization" };
const items = async (event) => {
  if (event.requestContext.http.method === "OPTIONS") return { statusCode: 204, headers };
  if (!event.headers["x-page"]) return { statusCode: 422, body: '{"message":"which page?"}' };
  return { statusCode: 200, headers, body: "[]" };
};
// broken:
export const handler = items;
// :broken
