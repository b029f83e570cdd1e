// check: -X POST -H authorization:token -H content-type:application/json {url}/items
// cause: auth-before-cors
// layer: none
const corsHeaders = { "Access-Control-Allow-Origin": "*" };
function handler(request: Request) {
  if (!request.headers.get("authorization")) {
    return Response.json({ message: "Missing authorization header" }, { status: 401 });
  }
  return Response.json([], { headers: corsHeaders });
}
// broken:
Deno.serve(options, handler);
// :broken
