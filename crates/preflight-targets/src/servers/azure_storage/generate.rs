//! A policy as CORS rules of a storage account's blob service, in an ARM template.
//!
//! The first rule decides that fits the origin, the method and every header that is asked for. An
//! origin is compared as a whole, or has `*` for its subdomains
//! ([how rules are evaluated](https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services)).
//! The resource: [blobServices](https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts/blobservices).

use crate::generate::limits::{DEFAULT_MAX_AGE, Limits, Star, Taken};
use crate::generate::quote::{json, list};
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Shortfalls};
use preflight_policy::{OriginPattern, PortPattern};

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "`Vary: Origin` stands on answers to requests with `Origin` only: a CDN in front has to put \
         `Origin` into its cache key.",
    ),
    Lack::GRANTED_IS_200,
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "`OPTIONS` without `Origin` or `Access-Control-Request-Method` is answered 400.",
    ),
];

const PURPOSE: &str = "`az deployment group create --resource-group GROUP --template-file cors.json \
    --parameters account=ACCOUNT` replaces the CORS rules of the blob service by it; files, queues and \
    tables have rules of their own. `Access-Control-Allow-Credentials: true` is the service's own \
    addition wherever the origin is not `*`; it knows no cookies, so that this opens nothing.";

const LIMITS: Limits = Limits {
    origin,
    methods: Some(&["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "MERGE"]),
    any_method: Star::Unknown,
    any_header: Star::Grants,
    any_expose: Star::Sent,
    credentials: true,
    max_age: u32::MAX >> 1,
};

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    const APART: &str = "each policy stands in a file of its own, for an account that holds its paths and nothing else";
    let rules: Vec<_> = plan.apart(shortfalls, APART).collect();
    let files = rules.into_iter().filter_map(|(suffix, rule)| {
        let template = template(&cors_rule(&LIMITS.of(rule, shortfalls)?));
        Some(File::new(&format!("cors{suffix}.json"), Comment::None, PURPOSE, template))
    });
    files.collect()
}

fn origin(pattern: &OriginPattern) -> Result<Vec<String>, &'static str> {
    match pattern {
        OriginPattern::Of { port: PortPattern::Any, .. } => Err("a port is written out"),
        _ => Ok(vec![pattern.to_string()]),
    }
}

/// All members are required.
fn cors_rule(taken: &Taken) -> String {
    let lists = [
        ("allowedOrigins", &taken.origins),
        ("allowedMethods", &taken.methods),
        ("allowedHeaders", &taken.headers),
        ("exposedHeaders", &taken.expose),
    ];
    let lists = lists.map(|(name, texts)| format!("\"{name}\": [{}]", list(texts, json)));
    let max_age = taken.max_age.unwrap_or(DEFAULT_MAX_AGE);
    let indent = " ".repeat(14);
    format!(
        "{{\n{indent}{},\n{indent}\"maxAgeInSeconds\": {max_age}\n            }}",
        lists.join(&format!(",\n{indent}"))
    )
}

fn template(cors_rule: &str) -> String {
    format!(
        r#"{{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {{
    "account": {{ "type": "string" }}
  }},
  "resources": [
    {{
      "type": "Microsoft.Storage/storageAccounts/blobServices",
      "apiVersion": "2023-05-01",
      "name": "[concat(parameters('account'), '/default')]",
      "properties": {{
        "cors": {{
          "corsRules": [
            {cors_rule}
          ]
        }}
      }}
    }}
  ]
}}
"#
    )
}
