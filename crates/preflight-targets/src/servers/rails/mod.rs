//! Ruby on Rails: <https://github.com/cyu/rack-cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Ruby on Rails as a target.
pub(super) static TARGET: Target = Target {
    id: "rails",
    name: "Ruby on Rails",
    kind: Kind::Framework,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<title>The page you were looking for doesn't exist (404")],
            "Rails' 404 page",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<title>Action Controller: Exception caught</title>")],
            "Rails' page for developers",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Header("x-runtime"), Mark::Header("x-request-id")],
            "https://guides.rubyonrails.org/rails_on_rack.html: `Rack::Runtime` and `ActionDispatch::RequestId`",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
