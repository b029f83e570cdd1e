// check: {url}/items
// cause: server-error-hidden
// layer: api-gateway
const headers = { "Access-Control-Allow-Origin": "*" };
const items = async (event) => {
  const { name } = JSON.parse(event.headers["x-user"] ?? "");
  return { statusCode: 200, headers, body: JSON.stringify({ name }) };
};
// broken:
export const handler = items;
// :broken
