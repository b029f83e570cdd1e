//! A policy as a proxy of Next.js, which runs in front of every route; up to version 15 it was called
//! middleware.

use crate::generate::javascript::{Language, cors_for};
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator =
    Generator { write, lacks: &LACKS, proof: Proof::RealServer };

const LACKS: [Lack; 1] = [Lack::new(
    Behaviour::ReplacesInnerHeaders,
    "What a route says itself, or `headers` in next.config, goes out beside what stands here, also to \
     other origins: take all `Access-Control-*` headers out there.",
)];

const PURPOSE: &str = "Put it beside `app` or `pages`, or into `src`. Before Next.js 16 the file is \
    called middleware.ts and the function `middleware`. It runs in front of every route, so that no route \
    needs an `OPTIONS` of its own; what else the proxy is to do goes where it says `NextResponse.next()`.";

const PROXY: &str = r#"
// A preflight is answered here; with any other request the headers wait for the
// route's response, whatever its status.
export function proxy(request: NextRequest) {
  const cors = corsFor({
    method: request.method,
    path: new URL(request.url).pathname,
    header: (name) => request.headers.get(name),
  });
  if (!cors) return NextResponse.next();
  const { status, vary, headers } = cors;
  const response = status
    ? new NextResponse(null, { status })
    : NextResponse.next();
  for (const [name, value] of Object.entries(headers)) {
    response.headers.set(name, value);
  }
  if (vary) response.headers.append("Vary", vary);
  return response;
}
"#;

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let import = "\nimport { NextResponse, type NextRequest } from \"next/server\";\n";
    let text = format!("{import}{}{PROXY}", cors_for(plan, Language::TypeScript));
    vec![File::new("proxy.ts", Comment::Line("//"), PURPOSE, text)]
}
