use crate::{expect, reports};
use preflight_report::render::{Options, human};

#[test]
fn verbose() {
    let options = Options { verbose: true, ..Options::default() };
    let text = human::report(&reports::login(), &options);
    let whole = text.split_once("\nRequest 1: ").unwrap().1;
    expect(
        whole,
        r##"
preflight
  > OPTIONS https://api.example/cart?token=***&page=2
  > Accept: */*
  > Access-Control-Request-Method: PUT
  > Access-Control-Request-Headers: authorization,content-type
  > Origin: https://shop.example
  < HTTP/1.1 401 Unauthorized
  < Server: nginx/1.22.1
  < Set-Cookie: sid=***3; Path=/
  < WWW-Authenticate: Basic realm="api"
  <
  < <html>
  < <center><h1>401 Authorization Required</h1></center>
  < </html>

  curl -i -X OPTIONS 'https://api.example/cart?token=***&page=2' \
    -H 'Accept: */*' -H 'Access-Control-Request-Method: PUT' \
    -H 'Access-Control-Request-Headers: authorization,content-type' \
    -H 'Origin: https://shop.example'

Request 2: probe: GET without Origin
  > GET https://api.example/cart?token=***&page=2&preflight-probe=7
  > Authorization: Bearer ***2
  < HTTP/1.1 401 Unauthorized
  < Server: nginx/1.22.1
  < Set-Cookie: sid=***3; Path=/
  < WWW-Authenticate: Basic realm="api"
  <
  < <html>
  < <center><h1>401 Authorization Required</h1></center>
  < </html>

  curl -i 'https://api.example/cart?token=***&page=2&preflight-probe=7' \
    -H 'Authorization: Bearer ***2'

Steps
  the standard, Chromium, Firefox:
    main fetch, step 12: a preflight is needed: the method is not safelisted
    CORS check, step 2: Access-Control-Allow-Origin is missing
  WebKit:
    main fetch, step 12: a preflight is needed: the method is not safelisted
    CORS-preflight fetch, step 7: the preflight's status is 401, not 200 to 299
"##,
    );
}

#[test]
fn colours_change_nothing_but_colours() {
    for report in reports::all() {
        let options = Options { color: true, verbose: true, ..Options::default() };
        let mut painted = human::report(&report, &options);
        assert!(painted.contains("\x1b["));
        for code in ["0", "1", "1;31", "1;32", "1;33", "1;34"] {
            painted = painted.replace(&format!("\x1b[{code}m"), "");
        }
        assert_eq!(painted, human::report(&report, &Options { color: false, ..options }));
    }
}
