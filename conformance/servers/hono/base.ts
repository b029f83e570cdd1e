// What every Hono here begins with; the setup under test gets `app`, `cors` and `port`.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { cors } from "hono/cors";
// fix: import { preflightCors } from "{fix}";
const app = new Hono();
// fix: app.use(preflightCors);
{setup}
serve({ fetch: app.fetch, port: {port}, hostname: "127.0.0.1" });
