// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: none
// behind: express/no_cors_at_all.cjs
// broken:
const edge = async (request: Request, context: { next: () => Promise<Response> }) => {
  const response = new Response((await context.next()).body);
  response.headers.set("Access-Control-Allow-Origin", "*");
  response.headers.set("Access-Control-Allow-Credentials", "true");
  return response;
};
// :broken
