//! What answers, where no response tells.

use crate::target::Target;
use preflight_fetch::Url;

/// What listens on a port unless it is told otherwise, by the documents of each.
const USUAL: [(&[u16], [&str; 3]); 5] = [
    (&[3000, 3001, 4000], ["express", "nestjs", "nextjs"]),
    (&[5000], ["flask", "aspnet", "express"]),
    (&[8000], ["fastapi", "django", "laravel"]),
    (&[8080, 8081], ["spring", "go", "nginx"]),
    (&[8787], ["cloudflare-workers", "hono", "nginx"]),
];

/// What answers most of the rest of the web.
const ELSEWHERE: [&str; 3] = ["nginx", "express", "apache"];

/// The targets that most likely answer at this URL, the likeliest first: a guess by its port, for
/// where no response tells. Only such that a policy can be written for.
#[must_use]
pub fn likely(url: &Url) -> Vec<&'static Target> {
    let port = url.port();
    let usual = USUAL.iter().find(|(ports, _)| port.is_some_and(|port| ports.contains(&port)));
    let ids = usual.map_or(ELSEWHERE, |(_, ids)| *ids);
    let targets = ids.into_iter().filter_map(Target::by_id);
    targets.filter(|target| target.generator.is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guess_is_a_target() {
        for id in USUAL.iter().flat_map(|(_, ids)| ids).chain(&ELSEWHERE) {
            assert!(Target::by_id(id).is_some(), "{id}");
        }
        let first = |url: &str| likely(&Url::parse(url).expect("a URL"))[0].id;
        assert_eq!(first("https://api.example.com/"), "nginx");
    }
}
