use crate::{expect, reports};
use preflight_report::render::{Options, human};

fn plain(report: &preflight_report::Report) -> String {
    human::report(report, &Options::default())
}

#[test]
fn our_wording_in_one_picture() {
    let report = reports::wildcard();
    expect(
        &human::finding_text(&report, &report.causes[0]),
        r##"
error[wildcard-with-credentials]: `*` does not cover a request with credentials
 --> response to GET https://api.example/cart, header 4
   |
   | GET /cart
   | Origin: https://shop.example
   |
   | HTTP/1.1 200 OK
   | …
 2 | Content-Type: application/json
   | …
 4 | Access-Control-Allow-Origin: *
   |                              ^ needed: https://shop.example
   = standard: CORS check, step 4
       https://fetch.spec.whatwg.org/#concept-cors-check
"##,
    );
}

#[test]
fn a_blocked_request() {
    expect(
        &plain(&reports::login()),
        r##"
PUT https://api.example/cart?token=***&page=2 from https://shop.example
  credentials same-origin; headers Authorization, Content-Type
  preflighted because of method PUT

blocked  Chromium, Firefox, WebKit

error[auth-before-cors]: authentication refuses the preflight before CORS can
    answer it
 --> response to OPTIONS https://api.example/cart?token=***&page=2, status
   |
   | OPTIONS /cart?token=***&page=2
   | Access-Control-Request-Method: PUT
   | Access-Control-Request-Headers: authorization,content-type
   | Origin: https://shop.example
   |
   | HTTP/1.1 401 Unauthorized
   |          ^^^ needed: 200 to 299
 1 | Server: nginx/1.22.1
   | …
 3 | WWW-Authenticate: Basic realm="api"
   |                   -----------------
 ::: response to probe GET /cart?token=***&page=2 (GET without Origin), status
   |
   | HTTP/1.1 401 Unauthorized
   |          ---
   = standard: CORS check, step 4
       https://fetch.spec.whatwg.org/#concept-cors-check
   = answered by: nginx (Server: nginx/1.22.1)
   = note: the token ***2 never goes with a preflight
   = and so: the server sends no CORS header at all (no-cors-headers)

error[spa-fallback-answers-options]: the web app's start page answers the
    preflight
 --> response to OPTIONS https://api.example/cart?token=***&page=2, body
   |
   | HTTP/1.1 401 Unauthorized
   |
   | <center><h1>401 Authorization Required</h1></center>
   |             ^^^^^^^^^^^^^^^^^^^^^^^^^^ needed: JSON
   = standard: CORS check, step 4
       https://fetch.spec.whatwg.org/#concept-cors-check
   = answered by: nginx (Server: nginx/1.22.1)
   = possible: one explanation of several
   = blocks: WebKit only
   = fix: Change the *server*: answer with `Vary: Origin`

What the consoles say
  Chromium:
    Access to fetch at 'https://api.example/cart?token=***&page=2' from origin
      'https://shop.example' has been blocked by CORS policy: Response to
      preflight request doesn't pass access control check: No
      'Access-Control-Allow-Origin' header is present on the requested resource.
  Firefox:
    Cross-Origin Request Blocked: The Same Origin Policy disallows reading the
      remote resource at https://api.example/cart?token=***&page=2. (Reason:
      CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 401.
    Cross-Origin Request Blocked: The Same Origin Policy disallows reading the
      remote resource at https://api.example/cart?token=***&page=2. (Reason:
      CORS request did not succeed). Status code: (null).
  WebKit:
    Preflight response is not successful. Status code: 401
    Fetch API cannot load https://api.example/cart?token=***&page=2 due to
      access control checks.

Fix
  nginx:
    Answer it above `auth_basic`:

        if ($request_method = OPTIONS) {
            return 204; # a line of code that is longer than the eighty columns of the terminal
        }

  in general:
    Change the *server*: answer with `Vary: Origin`. Then test it.

If this API is not yours
  No code in the page helps. These do:
  - call the API from your own backend, and let the page call that
  - in development, let the dev server pass the calls on: Vite `server.proxy`,
    webpack-dev-server `devServer.proxy`, Angular `proxyConfig`, Next.js
    `rewrites`
  - put a gateway of your own in front of the API that adds the CORS headers

Requests sent
  1 preflight  OPTIONS /cart?token=***&page=2 → 401 (nginx)  12 ms
  2 probe      GET /cart?token=…&page=2 → 401 (nginx)  12 ms  GET without Origin
"##,
    );
}

#[test]
fn an_allowed_request() {
    expect(
        &plain(&reports::allowed()),
        r##"
GET https://api.example/cart from https://shop.example
  credentials same-origin

allowed  Chromium, Firefox, WebKit

the script gets: 200 OK, 2 bytes
the script can read: Content-Type
hidden from it: X-Total (Access-Control-Expose-Headers names what it may read)

warning[vary-origin-missing]: no Vary header names Origin
 --> response to GET https://api.example/cart, headers
   |
   | HTTP/1.1 200 OK
 1 | Access-Control-Allow-Origin: https://shop.example
   |                              --------------------
   |
   | ^ Vary is missing; needed: Origin
   = fix: Change the *server*: answer with `Vary: Origin`

Requests sent
  1 request    GET /cart → 200  12 ms
"##,
    );
}

#[test]
fn a_request_that_was_held_back() {
    expect(
        &plain(&reports::not_sent()),
        r##"
no --origin given: the page is https://shop.example
DELETE https://api.example/cart/1 from https://shop.example
  credentials same-origin
  preflighted because of method DELETE

allowed  Chromium, Firefox, WebKit (judged on the preflight)

warning[actual-request-not-sent]: the DELETE itself was not sent, since it may
    change something
   = note: judged on the preflight alone; the answer to the DELETE needs CORS
       headers too
   = fix: Where a DELETE does no harm, check again with `--send-actual`

Requests sent
  1 preflight  OPTIONS /cart/1 → 204  12 ms
"##,
    );
}

#[test]
fn a_host_that_does_not_resolve() {
    expect(
        &plain(&reports::unreachable()),
        r##"
GET https://nowhere.invalid/ from https://shop.example
  credentials same-origin

unreachable  the host name does not resolve
             This is not CORS: nothing was answered. The fault is on this
             machine's side: name, resolver or proxy.

error[dns-failure]: the host name does not resolve
 --> no response to GET https://nowhere.invalid/
   |
   | GET /
   | Origin: https://shop.example
   |
   | no response: the host name does not resolve
   | ^^^^^^^^^^^ needed: a name that does
   = standard: HTTP-network fetch
       https://fetch.spec.whatwg.org/#concept-http-network-fetch

What the consoles say
  Chromium:
    Failed to load resource: net::ERR_NAME_NOT_RESOLVED
  Firefox:
    Cross-Origin Request Blocked: The Same Origin Policy disallows reading the
      remote resource at https://nowhere.invalid/. (Reason: CORS request did not
      succeed). Status code: (null).
  WebKit:
    (nothing)
  Firefox's line looks like CORS, and is not.

Fix
  Change the *server*: answer with `Vary: Origin`. Then test it.

Requests sent
  1 request    GET / → the host name does not resolve  12 ms
"##,
    );
}

#[test]
fn nothing_sent() {
    expect(
        &plain(&reports::mixed_content()),
        r##"
GET http://api.example/cart from https://shop.example
  credentials same-origin

blocked  Chromium, Firefox, WebKit

error[mixed-content]: an https page asks an http URL
 --> request GET http://api.example/cart
   |
   | GET http://api.example/cart
   |     ^^^^^^^^^^^^^^^^^^^^^^^ needed: an https:// URL
   = standard: CORS check, step 4
       https://fetch.spec.whatwg.org/#concept-cors-check

What the consoles say
  Chromium:
    Mixed Content: The page at 'https://shop.example/' was loaded over HTTPS,
      but requested an insecure resource 'http://api.example/cart'. This request
      has been blocked; the content must be served over HTTPS.
  Firefox:
    Blocked loading mixed active content “http://api.example/cart”
  WebKit:
    [blocked] The page at https://shop.example/ requested insecure content from
      http://api.example/cart. This content was blocked and must be served over
      HTTPS.

Fix
  Change the *server*: answer with `Vary: Origin`. Then test it.

Nothing was sent.
"##,
    );
}

#[test]
fn the_pages_own_origin() {
    expect(
        &plain(&reports::same_origin()),
        r##"
GET https://shop.example/cart from https://shop.example
  credentials same-origin

allowed  Chromium, Firefox, WebKit
         CORS does not apply here: the URL is of the page's own origin

the script gets: 404, 0 bytes

Requests sent
  1 request    GET /cart → 404  12 ms
"##,
    );
}

#[test]
fn quiet() {
    let options = Options { quiet: true, ..Options::default() };
    expect(
        &human::report(&reports::wildcard(), &options),
        r##"
blocked  Chromium, Firefox, WebKit
error[wildcard-with-credentials]: `*` does not cover a request with credentials
"##,
    );
}

#[test]
fn the_words_of_the_target_asked_for() {
    let report = reports::login();
    let fix = |target: &str| {
        let options = Options { target: Some(target.to_owned()), ..Options::default() };
        let text = human::report(&report, &options);
        text.split_once("\nFix\n").unwrap().1.split_once("\nIf this").unwrap().0.to_owned()
    };
    assert!(fix("nginx").starts_with("  nginx:\n    Answer it above"));
    let other = fix("haproxy");
    assert!(other.starts_with("  Nothing is on record for `haproxy` here.\n"), "{other}");
    assert!(!other.contains("auth_basic") && other.contains("Change the *server*"));
}

#[test]
fn long_values_are_cut_and_odd_bytes_written_out() {
    let mut report = reports::wildcard();
    let value =
        [&b"https://a.example\x1b[31m, "[..], &b"x".repeat(300), "\u{202e}漢".as_bytes()].concat();
    let response = report.exchanges[0].exchange.answer.as_mut().unwrap();
    response.header_list.set("Access-Control-Allow-Origin", value);
    report.causes[0].evidence[0].seen = None;
    expect(
        &human::finding_text(&report, &report.causes[0]),
        r##"
error[wildcard-with-credentials]: `*` does not cover a request with credentials
 --> response to GET https://api.example/cart, header 4
   |
   | GET /cart
   | Origin: https://shop.example
   |
   | HTTP/1.1 200 OK
   | …
 2 | Content-Type: application/json
   | …
 4 | Access-Control-Allow-Origin: https://a.example\x1b[31m, xxx…xxxxx\u{202e}漢
   |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |                              needed: https://shop.example
   = standard: CORS check, step 4
       https://fetch.spec.whatwg.org/#concept-cors-check
"##,
    );
}

#[test]
fn an_api_nearby_or_a_fault_of_the_page_brings_no_advice_on_foreign_apis() {
    let advice = "If this API is not yours";
    assert!(plain(&reports::wildcard()).contains(advice));
    assert!(!plain(&reports::mixed_content()).contains(advice));
    let mut near = reports::wildcard();
    near.exchanges[0].exchange.address = Some("192.168.1.7".parse().unwrap());
    assert!(!plain(&near).contains(advice));
}
