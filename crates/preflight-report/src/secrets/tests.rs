use super::*;

fn value(name: &str, value: &str) -> String {
    Secrets::new(false).value(name, value)
}

fn masked(text: &str) -> String {
    Secrets::new(false).text(text)
}

fn body(text: &str) -> String {
    Secrets::new(false).body(text)
}

#[test]
fn headers_are_masked_by_name() {
    assert_eq!(value("Authorization", "Bearer abc.def"), "Bearer ***");
    assert_eq!(value("authorization", "abc def"), "***");
    assert_eq!(value("Cookie", "sid=1; theme=dark"), "sid=***; theme=***2");
    assert_eq!(value("Cookie", "a=x;b=y; c=; d"), "a=***;b=***2; c=; ***3");
    assert_eq!(value("Set-Cookie", "sid=1; Path=/; Secure"), "sid=***; Path=/; Secure");
    assert_eq!(value("X-Api-Key", "k"), "***");
    assert_eq!(value("Authorization", "Bearer $TOKEN"), "Bearer $TOKEN");
    assert_eq!(value("Authorization", "Bearer $2b$10$x"), "Bearer ***");
    assert_eq!(value("Access-Control-Allow-Headers", "x-token"), "x-token");
    assert_eq!(Secrets::new(true).value("Cookie", "sid=1"), "sid=1");
}

#[test]
fn the_same_secret_has_the_same_mask_and_another_has_another() {
    let secrets = Secrets::new(false);
    assert_eq!(secrets.value("Authorization", "Bearer abcdef1"), "Bearer ***");
    assert_eq!(secrets.value("X-Api-Key", "ghijkl2"), "***2");
    assert_eq!(secrets.value("Proxy-Authorization", "Bearer abcdef1"), "Bearer ***");
    assert_eq!(secrets.text("got abcdef1, wanted ghijkl2"), "got ***, wanted ***2");
    assert_eq!(secrets.text(&secrets.value("X-Api-Key", "ghijkl2")), "***2");
}

#[test]
fn urls_are_masked_wherever_they_stand() {
    assert_eq!(
        masked("at 'https://a.example/?x=1&token=abc&key=z#sig=q' from"),
        "at 'https://a.example/?x=1&token=***&key=***2#sig=***3' from"
    );
    assert_eq!(
        masked("at https://a.example/?access_token=abc. (Reason: x"),
        "at https://a.example/?access_token=***. (Reason: x"
    );
    assert_eq!(masked("https://u:p@a.example/@x"), "https://***@a.example/@x");
    assert_eq!(masked("?monkey=1&keys=2"), "?monkey=1&keys=2");
    assert_eq!(
        masked(
            "https://a.example/hook/Qn3fXhZxk0p1O9bLZ2xJ5c8wq/x?v=3f2a1b4c5d6e7f8091a2b3c4d5e6f708"
        ),
        "https://a.example/hook/***2/x?v=***"
    );
    let same = "https://a.example/items/550e8400-e29b-41d4-a716-446655440000?page=2";
    assert_eq!(masked(same), same);
}

#[test]
fn tokens_are_masked_by_their_look() {
    assert_eq!(masked("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln, x"), "got ***, x");
}

#[test]
fn fields_of_bodies_are_masked() {
    assert_eq!(body("password=x&user=y"), "password=***&user=y");
    assert_eq!(
        body(r#"{"user":"a","password" : "x\"y","n":1}"#),
        r#"{"user":"a","password" : "***","n":1}"#
    );
    assert_eq!(
        body(r#"{"pin":1234,"token":null,"key":{"a":1}}"#),
        r#"{"pin":***,"token":null,"key":{"a":1}}"#
    );
    assert_eq!(body(r#""{\"secret\":\"abc\",\"b\":1}""#), r#""{\"secret\":\"***\",\"b\":1}""#);
    assert_eq!(body(r#"{"password":"cut of"#), r#"{"password":"***"#);
    assert_eq!(
        body("> Authorization: Bearer abc\r\nHost: x"),
        "> Authorization: Bearer ***\r\nHost: x"
    );
    assert_eq!(
        body("--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n--b--"),
        "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n***\r\n--b--"
    );
}

#[test]
fn what_the_report_is_about_stays() {
    let secrets = Secrets::new(false);
    let url = Url::parse("https://api.example.com/production/items").unwrap();
    let list: HeaderList = [("cookie", &b"host=api.example.com; env=production; sid=a1b2c3"[..])]
        .into_iter()
        .collect();
    secrets.learn_headers(&list, &url);
    assert_eq!(secrets.url(&url), url.as_str());
    assert_eq!(secrets.text("sid a1b2c3"), "sid ***3");
}

#[test]
fn masking_twice_is_masking_once() {
    let secrets = Secrets::new(false);
    let once = secrets.body("token=abcdef7&key=ghijkl8 https://u:p@x/?sig=mnopqr9");
    assert_eq!(secrets.body(&once), once);
}
