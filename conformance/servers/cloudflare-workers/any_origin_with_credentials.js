// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: express
// behind: express/no_cors_at_all.cjs
// broken:
export default {
  async fetch(request) {
    const response = await fetch(request);
    const changed = new Response(response.body, response);
    changed.headers.set("Access-Control-Allow-Origin", "*");
    changed.headers.set("Access-Control-Allow-Credentials", "true");
    return changed;
  },
};
// :broken
