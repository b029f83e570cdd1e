//! A proxy entry of webpack-dev-server, which has no CORS of its own. A handler in front takes
//! `Origin` away, since the proxy's own events are named otherwise in version 5 and in version 6.

use crate::generate::javascript::string;
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, dev_proxy};
use preflight_policy::PathPattern;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Take `devServer` over into webpack.config.js. Call the API by its path alone, as in \
    `fetch(\"/api/items\")`: the server passes that on, so that the browser sees one origin and CORS does \
    not arise. What is built needs the policy in front of the real API, or the same host for both.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let paths = dev_proxy::passed_on(plan);
    let test = |path: &PathPattern| match path {
        PathPattern::Below(prefix) => format!("path.startsWith({})", string(prefix)),
        PathPattern::Exact(path) => format!("path === {}", string(path)),
    };
    let tests = paths.iter().map(test).collect::<Vec<_>>().join(" ||\n  ");
    let open = if paths.len() > 1 { "(path) =>\n  " } else { "(path) => " };
    let cookies = match plan.rules.iter().any(|rule| rule.credentials) {
        true => {
            "        // The API's cookies become this server's.\n        cookieDomainRewrite: \"\",\n"
        }
        false => "",
    };
    let text = format!(
        r#"const isOfTheApi = {open}{tests};

// The page is no foreign one, so the API is not to judge its origin. That of
// any other page stays, lest a check of the API be circumvented.
const withoutOwnOrigin = (request, response, next) => {{
  if (request.headers["sec-fetch-site"] === "same-origin") {{
    delete request.headers.origin;
  }}
  next();
}};

module.exports = {{
  devServer: {{
    setupMiddlewares: (middlewares) => [withoutOwnOrigin, ...middlewares],
    proxy: [
      {{
        context: isOfTheApi,
        target: {target},
        // The API sees its own host in Host, not this server's.
        changeOrigin: true,
        // A redirect within the API stays on this server.
        autoRewrite: true,
        protocolRewrite: "http",
{cookies}      }},
    ],
  }},
}};
"#,
        target = string(&plan.upstream),
    );
    vec![File::new("webpack.config.cjs", Comment::Line("//"), PURPOSE, text)]
}
