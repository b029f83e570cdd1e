// check: {url}/api/items
// cause: no-cors-headers
// layer: express
// behind: express/no_cors_at_all.cjs
// broken:
const edge = (request: Request, context: { next: () => Promise<Response> }) => context.next();
// :broken
