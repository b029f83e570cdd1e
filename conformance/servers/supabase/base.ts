// What every function here begins and ends with; the setup under test has `handler`, and serves it.
// fix: import { cors } from "{fix}";
const options = { hostname: "127.0.0.1", port: {port} };
{setup}
// fix: Deno.serve(options, (request) => cors(request, handler));
