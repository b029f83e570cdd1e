// check: -X PUT {url}/api/items
// cause: method-not-allowed
// layer: none
// behind: express/no_cors_at_all.cjs
// broken:
const headers = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
};

export default {
  async fetch(request) {
    if (request.method === "OPTIONS") return new Response(null, { headers });
    const response = await fetch(request);
    return new Response(response.body, { status: response.status, headers });
  },
};
// :broken
