//! No value of a policy breaks out of its place, in any target: a configuration with hostile values
//! has the shape of one with harmless values of the same lengths.

mod shape;

use preflight_policy::{MaxAge, PolicyConfig};
use preflight_targets::generate::{Generated, Plan};
use preflight_targets::{TARGETS, Target};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use shape::shape;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What a method or header name may hold beyond letters and digits (RFC 9110 §5.6.2), most of which
/// means something somewhere.
const TOKEN: &str = "[-!#$%&'*+.^_`|~a-zA-Z0-9]{2,12}";
/// What a path may hold: all but what ends it or is compared otherwise.
const SEGMENT: &str = r#"[-a-z0-9 "'\\$&(){};,<>=:@!|^`~+\[\]\n_é]{1,14}"#;

/// Ends of strings, comments and blocks, and what is evaluated within strings.
const ENDS: [&str; 16] = [
    "\\", "\"", "'", "\\\"", "\\'", "`", "\n", "\"; }", "*/", "-->", "${x}", "#{x}", "{{x}}",
    "%{x}", "\"}", "'\n#",
];

/// The values of a policy that others may have chosen.
#[derive(Debug, Clone)]
struct Values {
    methods: Vec<String>,
    headers: Vec<String>,
    expose: Vec<String>,
    segments: Vec<String>,
}

fn segment() -> impl Strategy<Value = String> {
    let end = ("[a-z]{1,3}", select(&ENDS), "[a-z]{0,2}");
    prop_oneof![
        SEGMENT,
        "[a-z]{1,9}",
        end.prop_map(|(before, end, after)| format!("{before}{end}{after}"))
    ]
}

prop_compose! {
    fn values()(
        methods in vec(TOKEN, 0..4),
        headers in vec(TOKEN, 0..4),
        expose in vec(TOKEN, 0..3),
        segments in vec(segment(), 1..3),
    ) -> Values {
        Values { methods, headers, expose, segments }
    }
}

impl Values {
    /// Letters and digits in the place of each, of the same lengths, and all different.
    fn harmless(&self) -> Self {
        let mut number = 0;
        let mut same = |texts: &[String]| {
            let one = |text: &String| {
                number += 1;
                let fill = text.chars().count().saturating_sub(2);
                format!("{}{}", "q".repeat(fill), number + 9)
            };
            texts.iter().map(one).collect::<Vec<_>>()
        };
        Self {
            methods: same(&self.methods),
            headers: same(&self.headers),
            expose: same(&self.expose),
            segments: same(&self.segments),
        }
    }

    /// The plan with these values, beside some that each configuration has; `None` where a value
    /// cannot stand in a policy, as `..` cannot in a path.
    fn plan(&self) -> Option<Plan> {
        let with = |own: &str, values: &[String]| {
            [own].into_iter().map(str::to_owned).chain(values.iter().cloned()).collect()
        };
        let base = PolicyConfig {
            allow_origins: vec!["https://app.example.com".into(), "https://*.example.org:*".into()],
            allow_methods: with("P$1", &self.methods),
            allow_headers: with("x-$'1", &self.headers),
            expose_headers: with("x-$'2", &self.expose),
            max_age: Some(MaxAge(600)),
            ..PolicyConfig::default()
        };
        let paths = self.segments.iter().enumerate().map(|(n, segment)| match n {
            0 => format!("/0/{segment}"),
            n => format!("/{n}/{segment}/*"),
        });
        let api = PolicyConfig { paths: paths.collect(), ..base.clone() };
        let credentials = PolicyConfig { allow_credentials: true, ..base };
        let (policies, notes) = preflight_policy::Policies::new(&[api, credentials]).ok()?;
        let plan = Plan { approximate: true, ..Plan::new(&policies) };
        (notes.iter().count() == 0).then_some(plan)
    }
}

fn generate(target: &Target, plan: &Plan) -> Option<Generated> {
    Some(target.generate(plan)?.expect("approximations are allowed"))
}

/// Which fields are approximated, and why.
fn approximated(generated: &Generated) -> Vec<(Option<&str>, &str)> {
    let all = generated.approximations.iter();
    all.map(|one| (one.element.split(':').next(), one.why)).collect()
}

#[test]
fn hostile_values_stay_in_their_places() {
    let compared = RefCell::new(BTreeSet::new());
    let settings = Config { cases: 128, failure_persistence: None, ..Config::default() };
    let ran = TestRunner::new(settings).run(&values(), |hostile| {
        let harmless = hostile.harmless();
        let (Some(hostile), Some(harmless)) = (hostile.plan(), harmless.plan()) else {
            return Err(TestCaseError::reject("no policy"));
        };
        for target in TARGETS {
            let Some(hostile) = generate(target, &hostile) else { continue };
            let harmless = generate(target, &harmless).expect("a generator");
            let shapes = |generated: &Generated| generated.files.iter().map(shape).collect();
            let (of_hostile, of_harmless): (Vec<_>, Vec<_>) = (shapes(&hostile), shapes(&harmless));
            // What a target cannot express of the one is left out.
            if approximated(&hostile) == approximated(&harmless) {
                let text = || hostile.files.iter().map(|file| &*file.content).collect::<String>();
                prop_assert!(of_hostile == of_harmless, "{}:\n{}", target.id, text());
                compared.borrow_mut().insert(target.id);
            }
        }
        Ok(())
    });
    ran.unwrap_or_else(|error| panic!("{error}"));
    for target in TARGETS.iter().filter(|target| target.generator.is_some()) {
        assert!(compared.borrow().contains(target.id), "{} was never compared", target.id);
    }
}
