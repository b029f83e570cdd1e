//! What to do: the fix, the ways out where the API is somebody else's, and what the script can read.

use super::escape::visible;
use super::prose;
use super::sheet::Sheet;
use crate::{Finding, Fix, Layer, Outcome, Part, Verdict};
use preflight_fetch::http::header_list::text;
use preflight_fetch::{AddressSpace, HttpResponse, RequestKind};

/// The headers by which a server says what it is.
const TELLING: [&str; 3] = ["Server", "Via", "X-Powered-By"];

/// Ways that work where the API is somebody else's.
const WAYS: [&str; 3] = [
    "call the API from your own backend, and let the page call that",
    "in development, let the dev server pass the calls on: Vite `server.proxy`, webpack-dev-server `devServer.proxy`, Angular `proxyConfig`, Next.js `rewrites`",
    "put a gateway of your own in front of the API that adds the CORS headers",
];

/// The root cause's fixes: in the words of the target asked for, or else of the layer that
/// answered, then in general words.
pub(crate) fn fixes<'a>(sheet: &Sheet<'_>, finding: &'a Finding) -> Vec<&'a Fix> {
    finding.fixes.iter().filter(|fix| fix.target == "any" || is_meant(sheet, fix)).collect()
}

/// The fixes for targets that may have answered, where none is known to have.
pub(crate) fn guesses<'a>(sheet: &Sheet<'_>, finding: &'a Finding) -> Vec<&'a Fix> {
    if sheet.options.target.is_some() {
        return Vec::new();
    }
    finding.fixes.iter().filter(|fix| fix.target != "any" && !is_meant(sheet, fix)).collect()
}

/// Whether a fix is for the target asked for, or else for a layer that answered.
fn is_meant(sheet: &Sheet<'_>, fix: &Fix) -> bool {
    match &sheet.options.target {
        Some(wanted) => *wanted == fix.target,
        None => layers(sheet).any(|layer| layer.id == fix.target),
    }
}

fn layers<'a>(sheet: &Sheet<'a>) -> impl Iterator<Item = &'a Layer> {
    let answered = sheet.report.exchanges.iter().filter_map(|e| e.layer.as_ref());
    answered.chain(&sheet.report.target)
}

/// How the command line says more, where a configuration can be written.
pub(crate) fn to_paste(sheet: &Sheet<'_>, finding: &Finding) -> Option<String> {
    let flag = |fix: &&Fix| format!("`--fix {}`", visible(&fix.target));
    let written = |fix: &&Fix| !fix.files.is_empty();
    let meant: Vec<String> =
        fixes(sheet, finding).into_iter().filter(|f| written(f)).map(|f| flag(&f)).collect();
    if !meant.is_empty() {
        return Some(format!(
            "With {} the same command prints this configuration alone.",
            meant.join(", ")
        ));
    }
    let guessed: Vec<String> =
        guesses(sheet, finding).into_iter().filter(|f| written(f)).map(|f| flag(&f)).collect();
    (!guessed.is_empty()).then(|| {
        format!(
            "If you know it, name it: `--target` says what to change there, and {} prints its configuration.",
            guessed.join(", "),
        )
    })
}

/// What heads a fix where there are several.
pub(crate) fn fix_heading(sheet: &Sheet<'_>, fix: &Fix) -> String {
    if fix.target == "any" {
        return "in general".to_owned();
    }
    let name = layers(sheet).find(|l| l.id == fix.target).map(|l| l.name);
    visible(name.unwrap_or(&fix.target)).into_owned()
}

/// A sentence where no layer's own words can be given; `None` where they are. `quoted` sets off
/// what the server wrote.
pub(crate) fn unknown_layer(
    sheet: &Sheet<'_>,
    finding: &Finding,
    quoted: impl Fn(&str) -> String,
) -> Option<String> {
    if fixes(sheet, finding).iter().any(|f| f.target != "any") {
        return None;
    }
    if let Some(target) = &sheet.options.target {
        return Some(format!("Nothing is on record for {} here.", quoted(&visible(target))));
    }
    let exchange = finding.evidence.first().and_then(|e| e.exchange);
    let sent = sheet.exchange(exchange).filter(|sent| sent.layer.is_none())?;
    let response = sent.exchange.response()?;
    Some(match telling(sheet, response) {
        Some(seen) => format!("Who answered is not known: {}. Look at every layer, the outermost first.", quoted(&seen)),
        None => "Who answered cannot be told: no Server, Via or X-Powered-By header. Look at every layer, the outermost first.".to_owned(),
    })
}

fn telling(sheet: &Sheet<'_>, response: &HttpResponse) -> Option<String> {
    let header = TELLING.iter().find_map(|name| response.header_list.first(name))?;
    Some(format!("{}: {}", visible(&header.name), sheet.header(header)))
}

/// The section on what to change.
pub(crate) fn fix(sheet: &Sheet<'_>) -> Vec<String> {
    let Some(root) = sheet.report.causes.first() else { return Vec::new() };
    let fixes = fixes(sheet, root);
    if fixes.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![sheet.heading("Fix")];
    if let Some(sentence) = unknown_layer(sheet, root, |seen| format!("`{seen}`")) {
        lines.extend(sheet.paragraph(&sentence, 2));
        lines.push(String::new());
    }
    let paste = to_paste(sheet, root);
    let several = fixes.len() > 1 || fixes[0].target != "any";
    for (index, fix) in fixes.into_iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        let indent = if several { 4 } else { 2 };
        if several {
            lines.push(format!("  {}:", sheet.paint.strong(&fix_heading(sheet, fix))));
        }
        lines.extend(prose::terminal(&fix.text, indent, sheet.width));
        for file in &fix.files {
            lines
                .extend([String::new(), format!("{}{}:", " ".repeat(indent), visible(&file.name))]);
            let margin = " ".repeat(indent + 4);
            let code = file.content.lines().map(|line| line.replace('\t', "    "));
            lines.extend(code.map(|l| format!("{margin}{}", visible(&l)).trim_end().to_owned()));
        }
    }
    if let Some(sentence) = paste {
        lines.push(String::new());
        lines.extend(sheet.paragraph(&sentence, 2));
    }
    lines
}

/// Whether the root cause can be put right in the page: it lies in the request itself, or the
/// request only has to go where it is redirected to.
fn page_can_change_it(cause: &Finding) -> bool {
    let location =
        |part: &Part| matches!(part, Part::Header(n) if n.eq_ignore_ascii_case("location"));
    cause.evidence.first().is_some_and(|line| matches!(line.part, Part::Request(_)))
        || cause.evidence.iter().any(|line| location(&line.part))
}

/// Whether the API may well be somebody else's: blocked by what the server does, another site, and
/// not in this network.
pub(crate) fn may_be_foreign(sheet: &Sheet<'_>) -> bool {
    let report = sheet.report;
    if report.causes.first().is_some_and(page_can_change_it) {
        return false;
    }
    let (origin, url) = (report.request.origin(), report.request.url());
    let host = url.host_str().unwrap_or_default();
    let addresses =
        report.exchanges.iter().filter(|e| e.exchange.request.url.host_str() == Some(host));
    let near = |space: AddressSpace| space != AddressSpace::Public;
    report.outcome == Outcome::Blocked
        && !origin.is_schemelessly_same_site_with(url)
        && !AddressSpace::of_host(host).is_some_and(near)
        && !addresses.filter_map(|e| e.exchange.address).any(|a| near(AddressSpace::of(a)))
}

/// The ways out where no code in the page helps.
pub(crate) fn foreign_ways() -> &'static [&'static str] {
    &WAYS
}

/// The section on an API that is somebody else's.
pub(crate) fn foreign(sheet: &Sheet<'_>) -> Vec<String> {
    if !may_be_foreign(sheet) {
        return Vec::new();
    }
    let mut lines = vec![sheet.heading("If this API is not yours")];
    lines.extend(sheet.paragraph("No code in the page helps. These do:", 2));
    for way in WAYS {
        lines.extend(sheet.hanging("  - ", way));
    }
    lines
}

/// What the script gets: the status, and which headers it can read.
pub(crate) fn readable(sheet: &Sheet<'_>) -> Vec<String> {
    let report = sheet.report;
    if report.outcome != Outcome::Allowed || report.actual_not_sent {
        return Vec::new();
    }
    let opaque = report.browsers.iter().any(|run| {
        report.asked.contains(&run.browser)
            && matches!(run.verdict, Verdict::Allowed { opaque: true, .. })
    });
    if opaque {
        let text =
            "The response is opaque: the script can read neither status nor headers nor body.";
        return sheet.paragraph(text, 0);
    }
    let names = |readable: bool| -> Vec<String> {
        let named =
            report.headers.iter().filter(|(name, r)| *r == readable && is_of_interest(name));
        named.map(|(name, _)| visible(name).into_owned()).collect()
    };
    let mut lines = answer(sheet);
    if !names(true).is_empty() {
        lines.extend(sheet.hanging("the script can read: ", &names(true).join(", ")));
    }
    if !names(false).is_empty() {
        let text = format!(
            "{} (Access-Control-Expose-Headers names what it may read)",
            names(false).join(", ")
        );
        lines.extend(sheet.hanging("hidden from it: ", &text));
    }
    lines
}

/// The status and the size of what the script gets.
fn answer(sheet: &Sheet<'_>) -> Vec<String> {
    let report = sheet.report;
    let run = report.browsers.iter().find(|run| report.asked.contains(&run.browser));
    let last = run.and_then(|run| sheet.exchange(run.exchanges.last().copied()));
    let actual = last.filter(|sent| sent.exchange.request.kind == RequestKind::Actual);
    let Some(response) = actual.and_then(|sent| sent.exchange.response()) else {
        return Vec::new();
    };
    let reason = sheet.text(&text(&response.status_text));
    let status = format!("{} {reason}", response.status);
    let size = response.body.len();
    sheet.hanging("the script gets: ", &format!("{}, {size} bytes", status.trim_end()))
}

/// Whether a script could have a use for a header: not one of CORS's own, nor one that is
/// forbidden to every script.
fn is_of_interest(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.starts_with("access-control-") && name != "set-cookie" && name != "vary"
}
