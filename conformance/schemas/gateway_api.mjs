// Takes HTTPRoutes and paths on standard input, and says where a route is not valid by the schema of the
// Gateway API, and which CORS filter holds for each path:
//
//   [{ content, paths: [path…] }…] → [{ errors: [text…], filters: [cors | null…] }…]
import { readFileSync } from "node:fs";

const installed = (path) => import(`file://${process.env.NODE_PATH}/${path}`);
const { HTTPRoute } = await installed(
  "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute.js",
);
const { parse } = (await installed("yaml/dist/index.js")).default;

/** What a match may hold, by the rules of the CRD that are no JSON schema. */
const PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;

/** An exact match comes before the longest prefix, and a prefix is made of whole segments. */
function precedence({ type, value }, path) {
  if (type === "Exact") return value === path ? Infinity : -1;
  const prefix = value.replace(/\/$/, "");
  return path === prefix || path.startsWith(`${prefix}/`) ? prefix.length : -1;
}

function filterFor(route, path) {
  let [best, found] = [-1, null];
  for (const { matches, filters } of route.spec.rules) {
    for (const match of matches) {
      const rank = precedence(match.path, path);
      if (rank > best) [best, found] = [rank, filters];
    }
  }
  return found?.find(({ type }) => type === "CORS")?.cors ?? null;
}

function errors(route) {
  const errors = [];
  try {
    new HTTPRoute(route).validate();
  } catch (error) {
    errors.push(error.message);
  }
  for (const { matches, filters = [] } of route.spec.rules) {
    const wrong = matches.filter(({ path }) => !PATH.test(path.value));
    errors.push(...wrong.map(({ path }) => `${path.value} is no path`));
    for (const { cors = {} } of filters) {
      for (const list of ["allowOrigins", "allowMethods", "allowHeaders"]) {
        if (cors[list]?.includes("*") && cors[list].length > 1) errors.push(`* in ${list}`);
      }
    }
  }
  return errors;
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const said = asked.map(({ content, paths }) => {
  const route = parse(content);
  return { errors: errors(route), filters: paths.map((path) => filterFor(route, path)) };
});
process.stdout.write(JSON.stringify(said));
