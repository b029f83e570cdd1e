//! Django: <https://github.com/adamchainz/django-cors-headers>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Django as a target.
pub(super) static TARGET: Target = Target {
    id: "django",
    name: "Django",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Body(
                    "<h1>Not Found</h1><p>The requested resource was not found on this server.</p>",
                ),
                Mark::Body("<html lang=\"en\">"),
            ],
            "Django 5.2: its 404 page",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<h1>Server Error (500)</h1><p></p>")],
            "Django 5.2: its 500 page",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("CSRF verification failed. Request aborted.")],
            "Django 5.2: its CSRF page",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("You’re seeing this error because you have <code>DEBUG = True</code>")],
            "Django 5.2: its pages with `DEBUG`",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("\\\" not allowed.\"}"), Mark::Body("{\"detail\":\"Method ")],
            "Django REST framework 3.18: 405",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[401, 403]),
                Mark::WholeBody("{\"detail\":\"Authentication credentials were not provided.\"}"),
            ],
            "Django REST framework 3.18",
        ),
        Signature::always(
            Certainty::Likely,
            &[
                Mark::Whole("x-content-type-options", "nosniff"),
                Mark::Whole("referrer-policy", "same-origin"),
                Mark::Whole("cross-origin-opener-policy", "same-origin"),
                Mark::Order(&[
                    "x-content-type-options",
                    "referrer-policy",
                    "cross-origin-opener-policy",
                ]),
            ],
            "Django 5.2: what SecurityMiddleware adds, in this order",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Cookie("csrftoken=")],
            "Django 5.2: its CSRF cookie",
        ),
        Signature::wrote(
            Certainty::Possible,
            &[
                Mark::Whole("x-frame-options", "DENY"),
                Mark::Whole("vary", "Accept"),
                Mark::Header("allow"),
            ],
            "Django REST framework 3.18",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
