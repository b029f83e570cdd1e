// check: -X PUT -H content-type:application/json {url}/api/items
// cause: method-not-allowed
// layer: express
// behind: express/no_cors_at_all.cjs
// broken:
export default {
  async fetch(request) {
    const response = await fetch(request);
    const changed = new Response(response.body, response);
    changed.headers.set("Access-Control-Allow-Origin", "*");
    return changed;
  },
};
// :broken
