//! HAProxy: <https://docs.haproxy.org/2.6/configuration.html>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// HAProxy as a target.
pub(super) static TARGET: Target = Target {
    id: "haproxy",
    name: "HAProxy",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(
                "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>",
            )],
            "HAProxy 2.6: a backend that is down",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(
                "<html><body><h1>502 Bad Gateway</h1>\nThe server returned an invalid or incomplete response.\n</body></html>",
            )],
            "HAProxy 2.6",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(
                "<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>",
            )],
            "HAProxy 2.6",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(
                "<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>",
            )],
            "HAProxy 2.6: `http-request deny`",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(
                "<html><body><h1>401 Unauthorized</h1>\nYou need a valid user and password to access this content.\n</body></html>",
            )],
            "HAProxy 2.6: `http-request auth`",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(
                "<html><body><h1>429 Too Many Requests</h1>\nYou have sent too many requests in a given amount of time.\n</body></html>",
            )],
            "HAProxy 2.6: `http-request deny deny_status 429`",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(
                "<html><body><h1>405 Method Not Allowed</h1>\nA request was made of a resource using a request method not supported by that resource\n</body></html>",
            )],
            "HAProxy 2.6: `http-request deny deny_status 405`",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[301, 302, 303, 307, 308]),
                Mark::Whole("content-length", "0"),
                Mark::Order(&["content-length", "location"]),
                Mark::Without("server"),
                Mark::Without("date"),
            ],
            "HAProxy 2.6: `http-request redirect`",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Cookie("SERVERID=")],
            "responses through a backend with `cookie SERVERID insert`, the name of the manual's examples",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
