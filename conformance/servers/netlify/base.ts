// What every edge function here begins and ends with; the setup under test has `edge`.
const options = { hostname: "127.0.0.1", port: {port} };
// fix: import edge from "{fix}";
{setup}
Deno.serve(options, (request) => {
  const { pathname, search } = new URL(request.url);
  const url = `http://127.0.0.1:{port2}${pathname}${search}`;
  const { method, headers, body } = request;
  return edge(request, { next: () => fetch(url, { method, headers, body, redirect: "manual" }) });
});
