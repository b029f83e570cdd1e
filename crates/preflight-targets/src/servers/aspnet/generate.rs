//! A policy as ASP.NET Core's own CORS middleware, with two callbacks of a few lines around it.
//!
//! There was no .NET to run it on: this follows the sources and documents of ASP.NET Core 8 to 10.
//! <https://learn.microsoft.com/aspnet/core/security/cors>

use crate::generate::quote::{json, list};
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, origins_regex,
};
use preflight_policy::PathPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &LACKS, proof: Proof::Text };

const PURPOSE: &str = "`builder.Services.AddPreflightCors();` and, above `UseHttpsRedirection`, \
    `UseAuthentication` and everything else, `app.UsePreflightCors();`. It needs .NET 8.";

const LACKS: [Lack; 1] = [Lack::new(
    Behaviour::RefusedPreflightIs403,
    "A preflight from another origin is answered with 204 too, without `Access-Control-Allow-Origin`: \
     browsers block the request, logs do not show it.",
)];

const IMPORTS: &str = "
using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

public static class PreflightCors
{
    public static IServiceCollection AddPreflightCors(this IServiceCollection services) =>
        services.AddCors(options =>
        {
";

const USE: &str = r#"        });

    public static IApplicationBuilder UsePreflightCors(this IApplicationBuilder app)
    {
        // What is registered first is called last: here when the CORS middleware is done.
        app.Use((context, next) =>
        {
            if (PolicyFor(context.Request.Path.Value ?? "") is not null)
            {
                context.Response.OnStarting(() => VaryByOrigin(context.Response.Headers));
            }
            return next(context);
        });
        foreach (var name in Names)
        {
            app.UseWhen(
                context => PolicyFor(context.Request.Path.Value ?? "") == name,
                branch => branch.UseCors(name).Use((context, next) =>
                {
                    context.Response.OnStarting(() => WithoutCors(context.Response.Headers));
                    return next(context);
                }));
        }
        return app;
    }

    /// <summary>Without Origin too: a cache must not give one page's answer to another.</summary>
    private static Task VaryByOrigin(IHeaderDictionary headers)
    {
        if (!headers.Vary.Contains("Origin"))
        {
            headers.Append("Vary", "Origin");
        }
        return Task.CompletedTask;
    }

    /// <summary>What the application says of CORS itself would reach other origins.</summary>
    private static Task WithoutCors(IHeaderDictionary headers)
    {
        headers.Remove("Access-Control-Allow-Origin");
        headers.Remove("Access-Control-Allow-Credentials");
        headers.Remove("Access-Control-Allow-Methods");
        headers.Remove("Access-Control-Allow-Headers");
        headers.Remove("Access-Control-Expose-Headers");
        headers.Remove("Access-Control-Max-Age");
        return Task.CompletedTask;
    }

"#;

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let rules = &plan.rules;
    let name = |n: usize| format!("preflight-{}", n + 1);
    let mut text = IMPORTS.to_owned();
    for (n, rule) in rules.iter().enumerate() {
        text += &policy(rule, &name(n), shortfalls);
    }
    text += USE;
    let names: Vec<String> = (0..rules.len()).map(name).collect();
    let _ =
        writeln!(text, "    private static readonly string[] Names = [{}];\n", list(&names, json));
    text += "    private static string? PolicyFor(string path)\n    {\n";
    let mut every = false;
    for (n, rule) in rules.iter().enumerate() {
        every = rule.is_for_every_path();
        if every {
            let _ = writeln!(text, "        return {};", json(&name(n)));
            break;
        }
        let tests: Vec<String> = rule.paths.iter().map(test).collect();
        let _ = writeln!(
            text,
            "        if ({})\n        {{\n            return {};\n        }}",
            tests.join("\n            || "),
            json(&name(n))
        );
    }
    if !every {
        text += "        return null;\n";
    }
    text += "    }\n}\n";
    vec![File::new("PreflightCors.cs", Comment::Line("//"), PURPOSE, text)]
}

fn test(path: &PathPattern) -> String {
    match path {
        PathPattern::Exact(path) => format!("path == {}", json(path)),
        PathPattern::Below(prefix) => {
            format!("path.StartsWith({}, StringComparison.Ordinal)", json(prefix))
        }
    }
}

/// The call that adds a policy.
fn policy(rule: &Rule, name: &str, shortfalls: &mut Shortfalls) -> String {
    let mut calls = Vec::new();
    let (exact, patterns) = rule.exact_origins_and_patterns();
    if rule.allows_any_origin() {
        calls.push("AllowAnyOrigin()".to_owned());
    } else if !patterns.is_empty() {
        // A regular expression holds no quotation mark.
        let regex = origins_regex(&rule.origins);
        calls.push(format!("SetIsOriginAllowed(origin => Regex.IsMatch(origin, @\"{regex}\"))"));
    } else {
        calls.push(format!("WithOrigins({})", list(&exact, json)));
    }
    match &rule.methods {
        Names::Any { .. } => calls.push("AllowAnyMethod()".to_owned()),
        Names::Listed(names) if names.is_empty() => {}
        Names::Listed(names) => calls.push(format!("WithMethods({})", list(names, json))),
    }
    match &rule.headers {
        Names::Any { authorization } if *authorization || rule.credentials => {
            calls.push("AllowAnyHeader()".to_owned());
        }
        Names::Any { .. } => shortfalls.push(
            "allow_headers",
            "*",
            "`AllowAnyHeader` covers `Authorization` too",
            "no header beyond the safelisted ones is allowed; name those that pages send",
        ),
        Names::Listed(names) if names.is_empty() => {}
        Names::Listed(names) => calls.push(format!("WithHeaders({})", list(names, json))),
    }
    match &rule.expose {
        Names::Any { .. } => calls.push("WithExposedHeaders(\"*\")".to_owned()),
        Names::Listed(names) if names.is_empty() => {}
        Names::Listed(names) => calls.push(format!("WithExposedHeaders({})", list(names, json))),
    }
    if rule.credentials {
        calls.push("AllowCredentials()".to_owned());
    }
    if let Some(seconds) = rule.max_age {
        calls.push(format!("SetPreflightMaxAge(TimeSpan.FromSeconds({seconds}))"));
    }
    format!(
        "            options.AddPolicy({}, policy => policy\n                .{});\n",
        json(name),
        calls.join("\n                .")
    )
}
