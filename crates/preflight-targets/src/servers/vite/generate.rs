//! A proxy entry of Vite, and no CORS of its own: by default Vite lets every page of localhost read.

use crate::generate::javascript::string;
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, dev_proxy};
use preflight_policy::PathPattern;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Take `server` over into vite.config.js. Call the API by its path alone, as in \
    `fetch(\"/api/items\")`: Vite passes that on, so that the browser sees one origin and CORS does not \
    arise. What is built needs the policy in front of the real API, or the same host for both.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let paths = dev_proxy::passed_on(plan);
    let entries: String =
        paths.iter().map(|path| format!("      {}: api,\n", string(&key(path)))).collect();
    let cookies = match plan.rules.iter().any(|rule| rule.credentials) {
        true => "  // The API's cookies become this server's.\n  cookieDomainRewrite: \"\",\n",
        false => "",
    };
    let text = format!(
        r#"import {{ defineConfig }} from "vite";

const api = {{
  target: {target},
  // The API sees its own host in Host, not this server's.
  changeOrigin: true,
  // A redirect within the API stays on this server.
  autoRewrite: true,
  protocolRewrite: "http",
{cookies}  configure: (proxy) => {{
    // The page is no foreign one, so the API is not to judge its origin. That
    // of any other page stays, lest a check of the API be circumvented.
    proxy.on("proxyReq", (passedOn, request) => {{
      if (request.headers["sec-fetch-site"] === "same-origin") {{
        passedOn.removeHeader("origin");
      }}
    }});
  }},
}};

export default defineConfig({{
  server: {{
    // By default every page of localhost may read what this server has.
    cors: false,
    proxy: {{
{entries}    }},
  }},
}});
"#,
        target = string(&plan.upstream),
    );
    vec![File::new("vite.config.mjs", Comment::Line("//"), PURPOSE, text)]
}

/// A key that begins with `^` is a regular expression, any other a prefix. Both see the query.
fn key(path: &PathPattern) -> String {
    match path {
        PathPattern::Below(prefix) => prefix.clone(),
        PathPattern::Exact(path) => {
            let mut regex = String::with_capacity(path.len() + 8);
            for c in path.chars() {
                if c.is_ascii_punctuation() && !matches!(c, '/' | '-' | '_' | '%') {
                    regex.push('\\');
                }
                regex.push(c);
            }
            format!("^{regex}(\\?|$)")
        }
    }
}
