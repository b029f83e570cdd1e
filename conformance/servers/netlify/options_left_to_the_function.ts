// check: -X PUT -H content-type:application/json {url}/api/items
// cause: method-not-allowed
// layer: express
// behind: express/no_cors_at_all.cjs
// broken:
const edge = async (request: Request, context: { next: () => Promise<Response> }) => {
  const inner = await context.next();
  const response = new Response(inner.body, inner);
  response.headers.set("Access-Control-Allow-Origin", "*");
  return response;
};
// :broken
