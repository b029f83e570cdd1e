// check: {url}/api/items
// cause: no-cors-headers
// layer: express
// behind: express/no_cors_at_all.cjs
// broken:
export default { fetch: (request) => fetch(request) };
// :broken
