// check: --credentials include {url}/items
// cause: wildcard-with-credentials
// layer: none
const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Credentials": "true",
};
const handler = () => Response.json([], { headers: corsHeaders });
// broken:
Deno.serve(options, handler);
// :broken
