// check: {url}/api/items
// cause: allow-origin-added-twice
// layer: express
// behind: express/another_port_is_allowed.cjs
// broken:
const edge = async (request: Request, context: { next: () => Promise<Response> }) => {
  const inner = await context.next();
  const response = new Response(inner.body, inner);
  response.headers.append("Access-Control-Allow-Origin", "http://localhost:3000");
  return response;
};
// :broken
