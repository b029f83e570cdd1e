//! A policy as a wrapper of functions that `onRequest` takes. Its own option `cors` is the package of this
//! name, with origins and nothing else: no credentials, any header, a fixed list of methods.

use crate::generate::javascript::{Language, cors_for, on_headers, replace_headers};
use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Run `npm install on-headers` in the folder of the functions, put this there, and \
    write `onRequest(withCors(yours))` without the option `cors`, which allows any header and no \
    credentials. The function must be public: where a caller needs an identity, Google refuses the \
    preflight before the function sees it. A function sees the path behind its own name.";

const WITH_CORS: &str = "
// A preflight does not reach the function.
exports.withCors = (handler) => (request, response) => {
  const cors = corsFor({
    method: request.method,
    path: request.path,
    header: (name) => request.get(name),
  });
  if (cors) replaceHeaders(response, cors);
  if (cors?.status) return response.status(cors.status).end();
  return handler(request, response);
};
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let language = Language::JavaScript;
    let content = format!(
        "\n{}{}{}{WITH_CORS}",
        on_headers(language),
        cors_for(plan, language),
        replace_headers(language),
    );
    vec![File::new("cors.cjs", Comment::Line("//"), PURPOSE, content)]
}
