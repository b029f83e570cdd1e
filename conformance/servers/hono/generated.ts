// What loads a generated module: the middleware first, then the application of src/application.rs.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { preflightCors } from "{dir}/preflight-cors.ts";
import { respond } from "{servers}/application.cjs";
const app = new Hono();
app.use(preflightCors);
app.all("*", (c) => {
  const answer = respond(c.req.path, c.req.header());
  return answer ? new Response("{}", answer) : c.notFound();
});
serve({ fetch: app.fetch, port: {port}, hostname: "127.0.0.1" });
