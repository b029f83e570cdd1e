// check: -X POST -H content-type:application/json {url}/items
// cause: options-handler-crashes
// layer: none
async function handler(request: Request) {
  if (request.method === "GET") return Response.json([]);
  const { name } = await request.json();
  return Response.json({ message: `Hello ${name}!` });
}
// broken:
Deno.serve(options, handler);
// :broken
