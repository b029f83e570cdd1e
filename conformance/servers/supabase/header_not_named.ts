// check: -H x-region:eu {url}/items
// cause: header-not-allowed
// layer: none
const handler = () => Response.json([]);
// broken:
const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};
Deno.serve(options, (request) => {
  if (request.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });
  return Response.json([], { headers: corsHeaders });
});
// :broken
