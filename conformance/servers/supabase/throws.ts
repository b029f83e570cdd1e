// check: {url}/items
// cause: server-error-hidden
// layer: none
const corsHeaders = { "Access-Control-Allow-Origin": "*" };
async function handler(request: Request) {
  const user = JSON.parse(request.headers.get("x-user") ?? "");
  return Response.json([user.name], { headers: corsHeaders });
}
// broken:
Deno.serve(options, handler);
// :broken
