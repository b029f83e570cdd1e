// check: -X PUT -H content-type:application/json {url}/items
// cause: options-method-not-allowed
// layer: api-gateway
const headers = { "Access-Control-Allow-Origin": "*" };
const items = async (event) => {
  switch (event.requestContext.http.method) {
    case "GET":
    case "PUT":
      return { statusCode: 200, headers, body: "[]" };
    default:
      return { statusCode: 405, body: JSON.stringify({ message: "Method Not Allowed" }) };
  }
};
// broken:
export const handler = items;
// :broken
