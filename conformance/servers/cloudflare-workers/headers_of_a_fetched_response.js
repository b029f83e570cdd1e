// check: {url}/api/items
// cause: server-error-hidden
// layer: none
// behind: express/no_cors_at_all.cjs
// broken:
export default {
  async fetch(request) {
    const response = await fetch(request);
    response.headers.set("Access-Control-Allow-Origin", "*");
    return response;
  },
};
// :broken
