//! Azure Storage: <https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Azure Storage as a target.
pub(super) static TARGET: Target = Target {
    id: "azure-storage",
    name: "Azure Storage",
    kind: Kind::ObjectStore,
    signatures: &[
        Signature::always(
            Certainty::Certain,
            &[Mark::Value("server", "Windows-Azure-Blob/")],
            "every response of the blob service",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Value("server", "Windows-Azure-Table/")],
            "every response of the table service",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Value("server", "Windows-Azure-Queue/")],
            "every response of the queue service",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Value("server", "Windows-Azure-File/")],
            "every response of the file service",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Value("server", "Windows-Azure-Web/")],
            "every response of a static website",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Header("x-ms-request-id"), Mark::Header("x-ms-version")],
            "every response of the services",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
