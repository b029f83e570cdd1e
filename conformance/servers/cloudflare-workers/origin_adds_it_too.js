// check: {url}/api/items
// cause: allow-origin-lists-several
// layer: express
// behind: express/another_port_is_allowed.cjs
// broken:
export default {
  async fetch(request) {
    const response = await fetch(request);
    const changed = new Response(response.body, response);
    changed.headers.append("Access-Control-Allow-Origin", "http://localhost:3000");
    return changed;
  },
};
// :broken
