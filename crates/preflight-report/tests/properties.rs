use crate::reports::{self, header, line};
use preflight_fetch::{HttpRequest, HttpResponse, RequestKind};
use preflight_report::render::{Options, human, json, markdown};
use preflight_report::{Part, Report};
use proptest::collection::vec;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

/// A report on whatever a server may send, with evidence in every part of it.
fn report() -> impl Strategy<Value = Report> {
    let name = prop_oneof![
        Just("Access-Control-Allow-Origin".to_owned()),
        Just("Server".to_owned()),
        "[!-~]{1,60}",
        any::<String>(),
    ];
    let value = prop_oneof![vec(any::<u8>(), 0..200), any::<String>().prop_map(String::into_bytes)];
    let headers = vec((name, value), 0..12);
    let texts = (any::<String>(), any::<String>(), any::<String>());
    (headers, vec(any::<u8>(), 0..300), texts, any::<u16>()).prop_map(
        |(headers, body, (seen, needed, note), status)| {
            let mut report = reports::login();
            let response = HttpResponse {
                status,
                status_text: seen.clone().into_bytes(),
                header_list: headers.into_iter().collect(),
                body,
            };
            let url = report.request.url().clone();
            let mut probe = HttpRequest::new(RequestKind::Probe, "GET", url);
            probe.header_list = response.header_list.clone();
            probe.body = Some(response.body.clone());
            let names: Vec<String> =
                response.header_list.iter().take(2).map(|h| h.name.to_string()).collect();
            report.exchanges[0].exchange.answer = Ok(response);
            report.exchanges.push(reports::sent(
                probe,
                Err(preflight_fetch::ConnectionError::Malformed(note.clone())),
            ));
            let root = &mut report.causes[0];
            for (index, name) in names.iter().enumerate() {
                root.evidence.push(header(0, name, if index == 0 { &seen } else { "" }, &needed));
                root.evidence.push(line(2, Part::Request(name.clone()), &seen, &needed));
            }
            root.evidence.push(header(0, &seen, "", &needed));
            root.evidence.push(line(0, Part::Body, &seen, &needed));
            root.evidence.push(line(2, Part::Connection, &note, &needed));
            root.evidence.push(line(1, Part::Request(String::new()), &seen, &needed));
            root.note = Some(note.clone());
            report.browsers[1].console.push(note);
            report
        },
    )
}

/// Whether a text holds no control character but line breaks and, where `color`, our own codes.
fn is_harmless(text: &str, color: bool) -> bool {
    let mut rest = text.to_owned();
    if color {
        for code in ["0", "1", "1;31", "1;32", "1;33", "1;34"] {
            rest = rest.replace(&format!("\x1b[{code}m"), "");
        }
    }
    !rest.chars().any(|c| c != '\n' && c.is_control())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_rendering_keeps_to_its_width(report in report(), width in 50usize..140) {
        let mut report = report;
        // code is not wrapped: it must be pasted
        report.causes[0].fixes.remove(0);
        let text = human::report(&report, &Options { width, ..Options::default() });
        for line in text.lines() {
            prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
        }
        let block = human::finding_text(&report, &report.causes[0]);
        prop_assert!(block.lines().all(|l| l.width() <= 80), "{block}");
    }

    #[test]
    fn no_control_byte_reaches_the_terminal(report in report(), color: bool, verbose: bool) {
        let options = Options { color, verbose, show_secrets: verbose, ..Options::default() };
        let text = human::report(&report, &options);
        prop_assert!(is_harmless(&text, color), "{text:?}");
        prop_assert!(is_harmless(&markdown::report(&report, &options), false));
    }

    #[test]
    fn secrets_never_leak(report in report()) {
        let options = Options { verbose: true, ..Options::default() };
        for text in [
            human::report(&report, &options),
            markdown::report(&report, &options),
            json::report(&report, &options).to_string(),
        ] {
            prop_assert!(!text.contains("secret-of-mine") && !text.contains("very-secret"));
        }
    }
}
