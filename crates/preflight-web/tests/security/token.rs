use crate::{ABOUT, TOKEN, ask, ask_with, bearer, open};

#[tokio::test]
async fn the_api_wants_the_token_and_all_of_it() {
    let workbench = open().await;
    let truncated = &TOKEN[..TOKEN.len() - 1];
    for line in [
        "X: y".to_owned(),
        "Authorization:".to_owned(),
        "Authorization: Bearer".to_owned(),
        "Authorization: Bearer ".to_owned(),
        format!("Authorization: Bearer {truncated}"),
        format!("Authorization: Bearer {TOKEN}x"),
        format!("Authorization: Bearer {}", TOKEN.to_uppercase()),
        format!("Authorization: Bearer  {TOKEN}"),
        format!("Authorization: Bearer {TOKEN}, {TOKEN}"),
        format!("Authorization: Basic {TOKEN}"),
        format!("Authorization: {TOKEN}"),
        format!("Proxy-Authorization: Bearer {TOKEN}"),
        format!("Cookie: token={TOKEN}"),
        format!("Cookie: Authorization=Bearer {TOKEN}"),
    ] {
        for start in [
            ABOUT.to_owned(),
            format!("GET /api/about?token={TOKEN} HTTP/1.1"),
            format!("GET /api/about?access_token={TOKEN} HTTP/1.1"),
            "GET /api/no-such-endpoint HTTP/1.1".to_owned(),
            "POST /api/explain HTTP/1.1".to_owned(),
            "OPTIONS /api/explain HTTP/1.1".to_owned(),
        ] {
            let answer = ask(&workbench, &start, &[&line]).await;
            assert_eq!(answer.status, 401, "{start}, {line}: {answer:?}");
            assert!(!answer.body.contains(TOKEN), "{answer:?}");
        }
    }
    let both = [bearer(), "Authorization: Bearer another-token-altogether".to_owned()];
    for order in [[&both[0], &both[1]], [&both[1], &both[0]]] {
        let answer = ask(&workbench, ABOUT, &order.map(String::as_str)).await;
        assert_eq!(answer.status, 400, "{answer:?}");
    }
}

/// In a URL, a body or a form field it would end in histories and logs.
#[tokio::test]
async fn the_token_is_taken_from_one_place_only() {
    let workbench = open().await;
    let start = format!("POST /api/explain?token={TOKEN} HTTP/1.1");
    let body = format!(r#"{{"text":"x","token":"{TOKEN}"}}"#);
    let lines = ["Content-Type: application/json"];
    assert_eq!(ask_with(&workbench, &start, &lines, &body).await.status, 401);
}

#[tokio::test]
async fn no_other_way_leads_to_the_api() {
    let workbench = open().await;
    for path in [
        "/api",
        "/api/",
        "//api/about",
        "/API/about",
        "/./api/about",
        "/%61pi/about",
        "/x/../api/about",
    ] {
        let answer = ask(&workbench, &format!("GET {path} HTTP/1.1"), &[]).await;
        assert!([401, 404].contains(&answer.status), "{path}: {answer:?}");
        assert!(!answer.body.contains("targets"), "{path}: {answer:?}");
    }
}

/// The page and its files hold nothing that is secret: the token is in nothing that is served.
#[tokio::test]
async fn nothing_that_is_served_holds_the_token() {
    let workbench = open().await;
    for path in ["/", "/index.html", "/app.js", "/core/api.js"] {
        let answer = ask(&workbench, &format!("GET {path} HTTP/1.1"), &[]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.body.contains(TOKEN), "{path}");
    }
    assert!(!ask(&workbench, ABOUT, &[&bearer()]).await.body.contains(TOKEN));
}

/// The one door without the token: for a ticket, once.
#[tokio::test]
async fn a_ticket_lets_one_page_in() {
    const ENTER: &str = "POST /api/enter HTTP/1.1";
    let workbench = open().await;
    let json = "Content-Type: application/json";
    let shown = |ticket: &str| format!(r#"{{"ticket":"{ticket}"}}"#);
    for wrong in ["", "x", TOKEN] {
        assert_eq!(
            ask_with(&workbench, ENTER, &[json], &shown(wrong)).await.status,
            401,
            "{wrong}"
        );
    }
    let url = workbench.url_for_once().expect("randomness");
    assert!(!url.contains(TOKEN), "{url}");
    let (_, ticket) = url.split_once("#ticket=").expect("a ticket");
    for (line, status) in [
        ("Origin: https://evil.example", 403),
        ("Origin: null", 403),
        ("Content-Type: text/plain", 415),
    ] {
        let lines = if status == 415 { vec![line] } else { vec![json, line] };
        let answer = ask_with(&workbench, ENTER, &lines, &shown(ticket)).await;
        assert_eq!(answer.status, status, "{line}: {answer:?}");
    }
    let bearer = format!("Authorization: Bearer {ticket}");
    assert_eq!(ask(&workbench, ABOUT, &[&bearer]).await.status, 401);
    let answer = ask_with(&workbench, ENTER, &[json], &shown(ticket)).await;
    assert!(answer.status == 200 && answer.body.contains(TOKEN), "{answer:?}");
    assert_eq!(ask_with(&workbench, ENTER, &[json], &shown(ticket)).await.status, 401);
}
