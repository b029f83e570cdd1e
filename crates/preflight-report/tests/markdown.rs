use crate::{expect, reports};
use preflight_report::render::{Options, markdown};

#[test]
fn a_blocked_request() {
    expect(
        &markdown::report(&reports::wildcard(), &Options::default()),
        r##"
## `GET https://api.example/cart` is blocked

From `https://shop.example`, credentials `include`.

| browser | verdict |
|---|---|
| Chromium | blocked |
| Firefox | blocked |
| WebKit | blocked |

### Root cause: `*` does not cover a request with credentials

```text
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
   = standard: CORS check, step 4  https://fetch.spec.whatwg.org/#concept-cors-check
```

### Fix

Who answered cannot be told: no Server, Via or X-Powered-By header. Look at every layer, the outermost first.

Change the *server*: answer with `Vary: Origin`. Then test it.

If this API is not yours: no code in the page helps. These do:

- call the API from your own backend, and let the page call that
- in development, let the dev server pass the calls on: Vite `server.proxy`, webpack-dev-server `devServer.proxy`, Angular `proxyConfig`, Next.js `rewrites`
- put a gateway of your own in front of the API that adds the CORS headers

### What the consoles say

Chromium:

```text
Access to fetch at 'https://api.example/cart' from origin 'https://shop.example' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.
```

Firefox:

```text
Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ‘https://api.example/cart’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).
```

WebKit:

```text
Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.
Fetch API cannot load https://api.example/cart due to access control checks.
```

<details>
<summary>Requests sent (1)</summary>

```text
  1 request    GET /cart → 200  12 ms
```

```text
> GET https://api.example/cart
> Accept: */*
> Origin: https://shop.example
< HTTP/1.1 200 OK
< Date: Thu, 01 Jan 1970 00:00:00 GMT
< Content-Type: application/json
< X-Frame-Options: DENY
< Access-Control-Allow-Origin: *

curl -i https://api.example/cart -H 'Accept: */*' -H 'Origin: https://shop.example'
```

</details>
"##,
    );
}

#[test]
fn what_a_server_sends_stays_within_its_block() {
    let mut report = reports::wildcard();
    let response = report.exchanges[0].exchange.answer.as_mut().unwrap();
    response.header_list.set("Server", &b"```</details><img src=x>"[..]);
    let text = markdown::report(&report, &Options::default());
    let quoted = ": ````Server: ```</details><img src=x>````.";
    assert!(text.contains(quoted), "{text}");
    let text = text.replace(quoted, "");
    let outside: Vec<&str> = text
        .split("````text\n")
        .map(|part| part.split_once("\n````\n").map_or(part, |(_, rest)| rest))
        .collect();
    assert!(!outside.join("\n").contains("<img"), "{text}");
}
