//! A policy as a rule set of a Front Door profile, in an ARM template.
//!
//! A rule [overwrites response headers](https://learn.microsoft.com/azure/frontdoor/front-door-rules-engine-actions)
//! with fixed values, so there is
//! [one rule for each origin](https://learn.microsoft.com/azure/frontdoor/cross-origin-resource-sharing).
//! A rule has up to five actions: what is meant for preflights stands in a rule of its own. A rule set
//! hangs on routes, so that policies for some paths become rule sets for the routes with these paths.
//! Resource: [rules](https://learn.microsoft.com/azure/templates/microsoft.cdn/profiles/rulesets/rules).

use crate::generate::limits::{Limits, Star, Taken, whole_origin};
use crate::generate::quote::{json, list};
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Shortfalls};

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::AnswersPreflights,
        "Front Door sets headers and answers nothing: the service behind has to answer `OPTIONS` with a \
         2xx, before it asks who the user is.",
    ),
    Lack::new(
        Behaviour::PreflightIs204,
        "The service behind answers the preflight; browsers take any 2xx.",
    ),
    Lack::new(
        Behaviour::AnswersRefusedPreflights,
        "A preflight from an origin that is not allowed is passed on as well.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "It gets the answer of the service behind, without the headers.",
    ),
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "`Vary` is left to the service behind: to append to a header is to lengthen its text, which \
         would spoil a `Vary` that is there.",
    ),
    Lack::new(
        Behaviour::VaryOnPreflights,
        "`Vary` on preflights is left to the service behind too.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "To an origin that is not allowed, CORS headers of the service behind pass through: send none \
         there.",
    ),
];

const PURPOSE: &str = "`az deployment group create --resource-group GROUP --template-file rules.json \
    --parameters profile=PROFILE` makes a rule set: name it in the routes of the API, with caching off, \
    as Front Door does not mind `Vary: Origin`.";

const LIMITS: Limits = Limits {
    origin: whole_origin,
    methods: None,
    any_method: Star::Sent,
    any_header: Star::Sent,
    any_expose: Star::Sent,
    credentials: true,
    max_age: u32::MAX,
};

/// A header and its value.
type Action = (&'static str, String);

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    const APART: &str = "each policy stands in a rule set of its own, for the routes that have its paths \
        and no others";
    let rules: Vec<_> = plan.apart(shortfalls, APART).collect();
    let files = rules.into_iter().filter_map(|(suffix, rule)| {
        let taken = LIMITS.of(rule, shortfalls)?;
        let name = format!("rules{suffix}.json");
        // Names of rule sets have no `-`.
        let rule_set = format!("cors{}", suffix.trim_start_matches('-'));
        Some(File::new(&name, Comment::None, PURPOSE, template(&rule_set, &taken)))
    });
    files.collect()
}

fn template(rule_set: &str, taken: &Taken) -> String {
    let mut rules: Vec<String> = Vec::new();
    for (n, origin) in taken.origins.iter().enumerate() {
        let mut actions: Vec<Action> = vec![("Allow-Origin", origin.clone())];
        if taken.credentials {
            actions.push(("Allow-Credentials", "true".to_owned()));
        }
        if !taken.expose.is_empty() {
            actions.push(("Expose-Headers", taken.expose.join(",")));
        }
        let conditions = from(std::slice::from_ref(origin));
        rules.push(rule(rule_set, n + 1, conditions.as_slice(), &actions));
    }
    let mut actions = vec![("Allow-Methods", taken.methods.join(","))];
    if !taken.headers.is_empty() {
        actions.push(("Allow-Headers", taken.headers.join(",")));
    }
    actions.extend(taken.max_age.map(|seconds| ("Max-Age", seconds.to_string())));
    let mut conditions = vec![condition("RequestMethod", "", &["OPTIONS".to_owned()])];
    conditions.extend(from(&taken.origins));
    rules.push(rule(rule_set, rules.len() + 1, &conditions, &actions));
    format!(
        r#"{{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {{
    "profile": {{ "type": "string" }}
  }},
  "resources": [
    {{
      "type": "Microsoft.Cdn/profiles/ruleSets",
      "apiVersion": "2023-05-01",
      "name": "[concat(parameters('profile'), '/{rule_set}')]"
    }},
{}
  ]
}}
"#,
        rules.join(",\n")
    )
}

/// That the request comes from one of these origins; no condition where any may.
fn from(origins: &[String]) -> Option<String> {
    (origins != ["*"]).then(|| condition("RequestHeader", "\"selector\": \"Origin\", ", origins))
}

fn condition(name: &str, selector: &str, values: &[String]) -> String {
    format!(
        r#"          {{
            "name": "{name}",
            "parameters": {{
              "typeName": "DeliveryRule{name}ConditionParameters",
              {selector}"operator": "Equal",
              "matchValues": [{}]
            }}
          }}"#,
        list(values, json)
    )
}

fn rule(rule_set: &str, order: usize, conditions: &[String], actions: &[Action]) -> String {
    let actions = actions.iter().map(|(name, value)| {
        format!(
            r#"          {{
            "name": "ModifyResponseHeader",
            "parameters": {{
              "typeName": "DeliveryRuleHeaderActionParameters",
              "headerAction": "Overwrite",
              "headerName": "Access-Control-{name}",
              "value": {}
            }}
          }}"#,
            json(value)
        )
    });
    let conditions = match conditions {
        [] => "[]".to_owned(),
        some => format!("[\n{}\n        ]", some.join(",\n")),
    };
    format!(
        r#"    {{
      "type": "Microsoft.Cdn/profiles/ruleSets/rules",
      "apiVersion": "2023-05-01",
      "name": "[concat(parameters('profile'), '/{rule_set}/rule{order}')]",
      "dependsOn": [
        "[resourceId('Microsoft.Cdn/profiles/ruleSets', parameters('profile'), '{rule_set}')]"
      ],
      "properties": {{
        "order": {order},
        "matchProcessingBehavior": "Continue",
        "conditions": {conditions},
        "actions": [
{}
        ]
      }}
    }}"#,
        actions.collect::<Vec<_>>().join(",\n")
    )
}
