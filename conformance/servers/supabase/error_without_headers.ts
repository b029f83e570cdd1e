// check: -H authorization:token {url}/items
// cause: error-response-without-cors
// layer: none
const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};
function handler(request: Request) {
  if (request.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });
  const { searchParams } = new URL(request.url);
  if (!searchParams.has("page")) return Response.json({ error: "which page?" }, { status: 422 });
  return Response.json([], { headers: corsHeaders });
}
// broken:
Deno.serve(options, handler);
// :broken
