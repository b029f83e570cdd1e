// check: -X POST -H content-type:application/json {url}/items
// cause: options-handler-crashes
// layer: api-gateway
const headers = { "Access-Control-Allow-Origin": "*" };
const items = async (event) => {
  if (event.requestContext.http.method === "GET") return { statusCode: 200, headers, body: "[]" };
  const { name } = JSON.parse(event.body);
  return { statusCode: 201, headers, body: JSON.stringify({ name: name.trim() }) };
};
// broken:
export const handler = items;
// :broken
