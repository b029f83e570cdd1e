// An edge function as Netlify runs it, in Deno; behind it the application of src/application.rs.
import edge from "./cors.ts";

const options = { hostname: "127.0.0.1", port: {port} };
Deno.serve(options, (request) => {
  const { pathname, search } = new URL(request.url);
  const url = `http://127.0.0.1:{port2}${pathname}${search}`;
  const { method, headers, body } = request;
  return edge(request, { next: () => fetch(url, { method, headers, body, redirect: "manual" }) });
});
