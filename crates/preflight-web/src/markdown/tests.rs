use super::*;
use serde_json::{Value, json};

fn drawn(text: &str) -> Value {
    serde_json::to_value(tree(text)).expect("JSON")
}

/// The tags and destinations of a tree, and how deep it is.
fn survey(nodes: &[Node], tags: &mut BTreeSet<&'static str>, hrefs: &mut Vec<String>) -> usize {
    let mut depth = 0;
    for node in nodes {
        if let Node::Element(Element { tag, href, children, .. }) = node {
            tags.insert(tag);
            hrefs.extend(href.clone());
            depth = depth.max(1 + survey(children, tags, hrefs));
        }
    }
    depth
}

#[test]
fn what_our_pages_are_written_with() {
    assert_eq!(
        drawn("One *two* **three**\nfour.\n\n1. a\n2. b\n\n```nginx\nmap {\n}\n```\n\n> q  \n> r"),
        json!([
            { "tag": "p", "children": [
                "One ",
                { "tag": "em", "children": ["two"] },
                " ",
                { "tag": "strong", "children": ["three"] },
                " four.",
            ] },
            { "tag": "ol", "children": [
                { "tag": "li", "children": ["a"] },
                { "tag": "li", "children": ["b"] },
            ] },
            { "tag": "pre", "language": "nginx", "children": ["map {\n}\n"] },
            { "tag": "blockquote", "children": [
                { "tag": "p", "children": ["q", { "tag": "br", "children": [] }, "r"] },
            ] },
        ])
    );
    let cell = |tag, text| json!({ "tag": tag, "children": [text] });
    let row = |tag, a, b| json!({ "tag": "tr", "children": [cell(tag, a), cell(tag, b)] });
    assert_eq!(
        drawn("# h\n\n#### i\n\n| a | b |\n|---|---|\n| c | d |"),
        json!([
            { "tag": "h3", "children": ["h"] },
            { "tag": "h4", "children": ["i"] },
            { "tag": "table", "children": [
                { "tag": "thead", "children": [row("th", "a", "b")] },
                { "tag": "tbody", "children": [row("td", "c", "d")] },
            ] },
        ])
    );
}

#[test]
fn the_first_mention_of_a_name_leads_to_its_page() {
    let code = |text: &str| json!({ "tag": "code", "children": [text] });
    let link = |to: &str, text: &str| json!({ "tag": "a", "href": to, "children": [code(text)] });
    assert_eq!(
        drawn("`Vary`, `vary` and `no-cors-headers`, not `PUT`"),
        json!([{ "tag": "p", "children": [
            link("#/explain/header/vary", "Vary"),
            ", ",
            code("vary"),
            " and ",
            link("#/explain/cause/no-cors-headers", "no-cors-headers"),
            ", not ",
            code("PUT"),
        ] }])
    );
    let own = serde_json::to_value(tree_on("vary", "`Vary`")).expect("JSON");
    assert_eq!(own, json!([{ "tag": "p", "children": [code("Vary")] }]));
}

#[test]
fn links_lead_to_pages_and_by_https() {
    let hrefs = |text: &str| {
        let mut hrefs = Vec::new();
        survey(&tree(text), &mut BTreeSet::new(), &mut hrefs);
        hrefs
    };
    assert_eq!(hrefs("[a](no_cors_headers.md)"), ["#/explain/cause/no-cors-headers"]);
    assert_eq!(hrefs("[a](../headers/vary.md#x)"), ["#/explain/header/vary"]);
    assert_eq!(hrefs("<https://x.test/a?b>"), ["https://x.test/a?b"]);
    assert_eq!(hrefs("[`vary`](https://x.test)"), ["https://x.test/"]);
    for text in [
        "[a](javascript:alert(1))",
        "[a](JavaScript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](\tjavascript:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](javascript:vary.md)",
        "[a](http://x.test/)",
        "[a](//x.test/)",
        "[a](/api/check)",
        "[a](#/explain/cause/vary)",
        "[a](https://)",
        "[a](https://[)",
        "[a](nothing.md)",
        "[a](..)",
        "<javascript:alert(1)>",
        "![a](https://x.test/i.png)",
        "<a href=\"javascript:alert(1)\">a</a>",
    ] {
        assert_eq!(hrefs(text), [""; 0], "{text}");
        assert!(drawn(text).to_string().contains(['a', '1']), "{text}");
    }
}

#[test]
fn html_is_text() {
    let script = "<script>alert(1)</script>";
    assert_eq!(drawn(script), json!([{ "tag": "p", "children": [script] }]));
    assert_eq!(
        drawn("a <img src=x onerror=alert(1)> &lt;b&gt; `<i>`"),
        json!([{ "tag": "p", "children": [
            "a <img src=x onerror=alert(1)> <b> ",
            { "tag": "code", "children": ["<i>"] },
        ] }])
    );
}

#[test]
fn hostile_text_stays_flat_and_known() {
    let known = BTreeSet::from([
        "p",
        "ul",
        "ol",
        "li",
        "pre",
        "code",
        "strong",
        "em",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "h3",
        "h4",
        "br",
        "blockquote",
    ]);
    let n = 20_000;
    for text in [
        ">".repeat(n),
        "- ".repeat(n) + "x",
        "*a ".repeat(n) + &" b*".repeat(n),
        "[".repeat(n) + &"](https://x.test)".repeat(100),
        "![".repeat(n),
        "`".repeat(n),
        "|a".repeat(n) + "\n" + &"|-".repeat(n) + "\n|" + &"x|".repeat(10),
        "| a |\n|---|\n".to_owned(),
        "<!--".repeat(n),
        "~~a~~ $x$ [^1] - [ ] a\n\n---\n\n[^1]: b\n\n&#0;\u{0}\u{202e}\r\r\n".to_owned(),
        "#".repeat(n),
        "\u{feff}\u{2028}\n\t".repeat(n),
    ] {
        let (mut tags, mut hrefs) = (BTreeSet::new(), Vec::new());
        let depth = survey(&tree(&text), &mut tags, &mut hrefs);
        // A name in code at the bottom adds its link and itself.
        assert!(depth <= DEEPEST + 2, "{depth}: {}", &text[..20.min(text.len())]);
        assert!(tags.is_subset(&known), "{tags:?}");
        assert!(hrefs.iter().all(|href| href.starts_with("https://")));
    }
}

#[test]
fn every_page_is_drawn_whole() {
    for page in pages::PAGES.iter() {
        for (heading, body) in &page.sections {
            assert!(!tree(body).is_empty(), "{} {heading}", page.id);
            let shown = drawn(body).to_string();
            assert!(!shown.contains("](") && !shown.contains("**"), "{} {heading}", page.id);
        }
    }
}
