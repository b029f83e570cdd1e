//! Google Cloud Storage: <https://cloud.google.com/storage/docs/using-cors>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Google Cloud Storage as a target.
pub(super) static TARGET: Target = Target {
    id: "gcs",
    name: "Google Cloud Storage",
    kind: Kind::ObjectStore,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Header("x-goog-stored-content-length")],
            "an object of Cloud Storage",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Header("x-goog-generation"), Mark::Header("x-goog-hash")],
            "an object of Cloud Storage",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Header("x-guploader-uploadid"), Mark::Whole("server", "UploadServer")],
            "responses of Cloud Storage, errors too",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
