// A function around the application of src/application.rs.
import application from "{servers}/application.cjs";
import { cors } from "./cors.ts";

const handler = (request: Request) => {
  const { pathname } = new URL(request.url);
  const answer = application.respond(pathname, Object.fromEntries(request.headers));
  if (!answer) return new Response("{}", { status: 404 });
  return new Response("{}", answer);
};
Deno.serve({ hostname: "127.0.0.1", port: {port} }, (request) => cors(request, handler));
