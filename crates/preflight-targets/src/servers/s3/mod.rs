//! Amazon S3: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Amazon S3 as a target.
pub(super) static TARGET: Target = Target {
    id: "s3",
    name: "Amazon S3",
    kind: Kind::ObjectStore,
    signatures: &[
        Signature::always(
            Certainty::Certain,
            &[Mark::Body("CORSResponse: CORS is not enabled for this bucket")],
            "S3 without a CORS configuration",
        )
        .tells("bucket-without-cors"),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("CORSResponse: This CORS request is not allowed")],
            "S3 with a CORS configuration of which no rule fits",
        )
        .tells("refused-by-cors-layer"),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Whole("server", "AmazonS3")],
            "every response of S3",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Header("x-amz-request-id"), Mark::Header("x-amz-id-2")],
            "every response of S3, also where the server's name is stripped",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Body("CORSResponse: ")],
            "S3's refusal of a preflight; stores with S3's interface as well",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
