//! The root causes: one stem each, `<id>.md` the page and `<id>.rs` the finder.

mod access_proxy_login;
mod actual_response_without_cors;
mod allow_credentials_not_true;
mod allow_list_unparsable;
mod allow_origin_added_twice;
mod allow_origin_has_slash_or_path;
mod allow_origin_host_variant;
mod allow_origin_is_another_site;
mod allow_origin_lists_several;
mod allow_origin_not_an_origin;
mod allow_origin_not_canonical;
mod allow_origin_null;
mod allow_origin_port_differs;
mod allow_origin_pseudo_wildcard;
mod allow_origin_scheme_differs;
mod allow_origin_unexpanded_template;
mod api_gateway_options;
mod app_scheme_origin;
mod auth_before_cors;
mod authorization_under_wildcard;
mod automatic_options_reply;
mod blocked_by_extension;
mod blocked_port;
mod bucket_without_cors;
mod cache_header_not_allowed;
mod cached_for_another_origin;
mod cached_without_cors;
mod cdn_does_not_forward_origin;
mod cdn_refuses_options;
mod certificate_not_trusted;
mod client_certificate_on_preflight;
mod connection_failed;
mod connection_refused;
mod content_security_policy;
mod cookie_not_sent;
mod cors_check_failed;
mod credentials_in_url;
mod cross_origin_resource_policy;
mod crossorigin_attribute;
mod dns_failure;
mod error_response_without_cors;
mod firewall_blocks_options;
mod forbidden_before_cors;
mod forbidden_by_fetch_options;
mod gateway_without_backend;
mod header_not_allowed;
mod header_unexpectedly_unsafe;
mod hsts_upgrade;
mod iis_verb_or_auth;
mod json_content_type_not_allowed;
mod local_network_access;
mod method_case_differs;
mod method_not_allowed;
mod mixed_content;
mod no_cors_headers;
mod opaque_response;
mod options_connection_closed;
mod options_handler_crashes;
mod options_method_not_allowed;
mod options_not_routed;
mod origin_not_allowed;
mod page_origin_is_null;
mod path_without_cors;
mod preflight_not_ok;
mod preflight_rate_limited;
mod preflight_redirected_to_https;
mod preflight_redirected_to_login;
mod preflight_redirected_to_other_host;
mod preflight_redirected_trailing_slash;
mod private_network_header_obsolete;
mod proxy_error_without_cors;
mod redirect_loop;
mod redirect_tainted_origin;
mod redirect_without_cors;
mod refused_by_cors_layer;
mod resource_isolation_guard;
mod response_header_in_request;
mod response_header_not_exposed;
mod server_error_hidden;
mod servers_disagree;
mod service_worker;
mod session_expired_redirect;
mod spa_fallback_answers_options;
mod stale_preflight_cache;
mod streaming_upload_needs_http2;
mod tracing_header_not_allowed;
mod tunnel_interstitial;
mod url_scheme_not_http;
mod vary_origin_missing;
mod websocket_not_cors;
mod wildcard_list_with_credentials;
mod wildcard_with_credentials;
mod wrong_api_base;
mod wrong_scheme_for_port;
mod wrong_url;

use crate::draft::Draft;
use crate::evidence::{Evidence, Refused};
use crate::rank::Rank;

/// A root cause.
#[derive(Debug)]
pub struct Cause {
    /// The id: a public contract.
    pub id: &'static str,
    /// What must change first comes first.
    pub rank: Rank,
    /// The page: documentation, fix and cases.
    pub page: &'static str,
    /// How it is found.
    pub find: Finder,
}

/// How a cause is found.
#[derive(Debug, Clone, Copy)]
pub enum Finder {
    /// By the request and its exchanges: `check` finds it.
    Exchanges(fn(&Evidence<'_>) -> Option<Draft>),
    /// By the refusal of an engine for which no other cause says why.
    LastResort(fn(&Evidence<'_>, &Refused<'_>) -> Option<Draft>),
    /// By nothing that could be asked of a server, since it happens in the user's browser. Its console
    /// tells: `explain` finds it there, and the page's `### Paste:` cases hold it to that.
    ExplainOnly,
}

/// Every cause, by rank; within a rank the more specific signature first, since the first one found
/// is reported first.
pub static CAUSES: &[&Cause] = &[
    &dns_failure::CAUSE,
    &connection_refused::CAUSE,
    &wrong_scheme_for_port::CAUSE,
    &certificate_not_trusted::CAUSE,
    &client_certificate_on_preflight::CAUSE,
    &options_connection_closed::CAUSE,
    &connection_failed::CAUSE,
    &mixed_content::CAUSE,
    &content_security_policy::CAUSE,
    &blocked_by_extension::CAUSE,
    &local_network_access::CAUSE,
    &blocked_port::CAUSE,
    &hsts_upgrade::CAUSE,
    &websocket_not_cors::CAUSE,
    &url_scheme_not_http::CAUSE,
    &credentials_in_url::CAUSE,
    &forbidden_by_fetch_options::CAUSE,
    &streaming_upload_needs_http2::CAUSE,
    &tunnel_interstitial::CAUSE,
    &access_proxy_login::CAUSE,
    &firewall_blocks_options::CAUSE,
    &refused_by_cors_layer::CAUSE,
    &bucket_without_cors::CAUSE,
    &cdn_refuses_options::CAUSE,
    &api_gateway_options::CAUSE,
    &iis_verb_or_auth::CAUSE,
    &servers_disagree::CAUSE,
    &cdn_does_not_forward_origin::CAUSE,
    &preflight_redirected_to_https::CAUSE,
    &preflight_redirected_trailing_slash::CAUSE,
    &preflight_redirected_to_login::CAUSE,
    &preflight_redirected_to_other_host::CAUSE,
    &redirect_loop::CAUSE,
    &service_worker::CAUSE,
    &session_expired_redirect::CAUSE,
    &redirect_without_cors::CAUSE,
    &auth_before_cors::CAUSE,
    &resource_isolation_guard::CAUSE,
    &forbidden_before_cors::CAUSE,
    &preflight_rate_limited::CAUSE,
    &options_method_not_allowed::CAUSE,
    &options_not_routed::CAUSE,
    &wrong_url::CAUSE,
    &gateway_without_backend::CAUSE,
    &proxy_error_without_cors::CAUSE,
    &options_handler_crashes::CAUSE,
    &server_error_hidden::CAUSE,
    &spa_fallback_answers_options::CAUSE,
    &automatic_options_reply::CAUSE,
    &preflight_not_ok::CAUSE,
    &wrong_api_base::CAUSE,
    &page_origin_is_null::CAUSE,
    &redirect_tainted_origin::CAUSE,
    &cached_for_another_origin::CAUSE,
    &cached_without_cors::CAUSE,
    &wildcard_with_credentials::CAUSE,
    &allow_origin_added_twice::CAUSE,
    &allow_origin_unexpanded_template::CAUSE,
    &allow_origin_lists_several::CAUSE,
    &allow_origin_null::CAUSE,
    &allow_origin_pseudo_wildcard::CAUSE,
    &allow_origin_not_an_origin::CAUSE,
    &allow_origin_has_slash_or_path::CAUSE,
    &allow_origin_not_canonical::CAUSE,
    &app_scheme_origin::CAUSE,
    &allow_origin_scheme_differs::CAUSE,
    &allow_origin_port_differs::CAUSE,
    &allow_origin_host_variant::CAUSE,
    &allow_origin_is_another_site::CAUSE,
    &path_without_cors::CAUSE,
    &origin_not_allowed::CAUSE,
    &crossorigin_attribute::CAUSE,
    &allow_credentials_not_true::CAUSE,
    &no_cors_headers::CAUSE,
    &cors_check_failed::CAUSE,
    &cookie_not_sent::CAUSE,
    &allow_list_unparsable::CAUSE,
    &wildcard_list_with_credentials::CAUSE,
    &method_case_differs::CAUSE,
    &method_not_allowed::CAUSE,
    &json_content_type_not_allowed::CAUSE,
    &tracing_header_not_allowed::CAUSE,
    &response_header_in_request::CAUSE,
    &cache_header_not_allowed::CAUSE,
    &header_unexpectedly_unsafe::CAUSE,
    &authorization_under_wildcard::CAUSE,
    &header_not_allowed::CAUSE,
    &private_network_header_obsolete::CAUSE,
    &opaque_response::CAUSE,
    &error_response_without_cors::CAUSE,
    &actual_response_without_cors::CAUSE,
    &vary_origin_missing::CAUSE,
    &cross_origin_resource_policy::CAUSE,
    &response_header_not_exposed::CAUSE,
    &stale_preflight_cache::CAUSE,
];
