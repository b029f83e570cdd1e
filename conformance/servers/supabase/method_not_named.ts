// check: -X DELETE {url}/items/7
// cause: method-not-allowed
// layer: none
const handler = () => Response.json({ deleted: true });
// broken:
const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};
Deno.serve(options, (request) => {
  if (request.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });
  const response = handler();
  response.headers.set("Access-Control-Allow-Origin", "*");
  return response;
});
// :broken
