// check: -H authorization:token {url}/items
// cause: actual-response-without-cors
// layer: none
const handler = () => Response.json({ message: "Hello!" });
// broken:
const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};
Deno.serve(options, (request) => {
  if (request.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });
  return handler();
});
// :broken
