// check: -H authorization:token {url}/api/items
// cause: actual-response-without-cors
// layer: express
// behind: express/no_cors_at_all.cjs
// broken:
const headers = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, PUT",
  "Access-Control-Allow-Headers": "Authorization",
};

export default {
  fetch(request) {
    if (request.method === "OPTIONS") return new Response(null, { headers });
    return fetch(request);
  },
};
// :broken
