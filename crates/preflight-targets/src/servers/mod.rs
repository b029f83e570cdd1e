//! One folder a server: its value, and its words for each cause.

use crate::target::Target;

mod actix;
mod aiohttp;
mod akamai;
mod alb;
mod angular_cli;
mod apache;
mod api_gateway;
mod api_gateway_rest;
mod apisix;
mod aspnet;
mod auth0;
mod aws_lambda;
mod aws_waf;
mod axum;
mod azure_apim;
mod azure_application_gateway;
mod azure_front_door;
mod azure_storage;
mod caddy;
mod cloudflare;
mod cloudflare_access;
mod cloudflare_challenge;
mod cloudflare_transform_rules;
mod cloudflare_workers;
mod cloudflared;
mod cloudfront;
mod datadome;
mod dev_tunnels;
mod django;
mod entra;
mod envoy;
mod express;
mod f5_asm;
mod fastapi;
mod fastify;
mod fastly;
mod firebase;
mod flask;
mod gateway_api;
mod gcs;
mod go;
mod google_iap;
mod google_load_balancer;
mod google_login;
mod haproxy;
mod hono;
mod iis;
mod imperva;
mod jetty;
mod keycloak;
mod koa;
mod kong;
mod laravel;
mod lighttpd;
mod localtunnel;
mod modsecurity;
mod nestjs;
mod netlify;
mod nextjs;
mod nextjs_headers;
mod nextjs_rewrites;
mod nginx;
mod ngrok;
mod oauth2_proxy;
mod okta;
mod perimeterx;
mod php;
mod rails;
mod s3;
mod spring;
mod sucuri;
mod supabase;
mod sveltekit;
mod tomcat;
mod tower_http;
mod traefik;
mod traefik_labels;
mod varnish;
mod vercel;
mod vite;
mod webpack_dev_server;
mod wordfence;

/// Every target, by id.
pub static TARGETS: &[&Target] = &[
    &actix::TARGET,
    &aiohttp::TARGET,
    &akamai::TARGET,
    &alb::TARGET,
    &angular_cli::TARGET,
    &apache::TARGET,
    &api_gateway::TARGET,
    &api_gateway_rest::TARGET,
    &apisix::TARGET,
    &aspnet::TARGET,
    &auth0::TARGET,
    &aws_lambda::TARGET,
    &aws_waf::TARGET,
    &axum::TARGET,
    &azure_apim::TARGET,
    &azure_application_gateway::TARGET,
    &azure_front_door::TARGET,
    &azure_storage::TARGET,
    &caddy::TARGET,
    &cloudflare::TARGET,
    &cloudflare_access::TARGET,
    &cloudflare_challenge::TARGET,
    &cloudflare_transform_rules::TARGET,
    &cloudflare_workers::TARGET,
    &cloudflared::TARGET,
    &cloudfront::TARGET,
    &datadome::TARGET,
    &dev_tunnels::TARGET,
    &django::TARGET,
    &entra::TARGET,
    &envoy::TARGET,
    &express::TARGET,
    &f5_asm::TARGET,
    &fastapi::TARGET,
    &fastify::TARGET,
    &fastly::TARGET,
    &firebase::TARGET,
    &flask::TARGET,
    &gateway_api::TARGET,
    &gcs::TARGET,
    &go::TARGET,
    &google_iap::TARGET,
    &google_load_balancer::TARGET,
    &google_login::TARGET,
    &haproxy::TARGET,
    &hono::TARGET,
    &iis::TARGET,
    &imperva::TARGET,
    &jetty::TARGET,
    &keycloak::TARGET,
    &koa::TARGET,
    &kong::TARGET,
    &laravel::TARGET,
    &lighttpd::TARGET,
    &localtunnel::TARGET,
    &modsecurity::TARGET,
    &nestjs::TARGET,
    &netlify::TARGET,
    &nextjs::TARGET,
    &nextjs_headers::TARGET,
    &nextjs_rewrites::TARGET,
    &nginx::TARGET,
    &ngrok::TARGET,
    &oauth2_proxy::TARGET,
    &okta::TARGET,
    &perimeterx::TARGET,
    &php::TARGET,
    &rails::TARGET,
    &s3::TARGET,
    &spring::TARGET,
    &sucuri::TARGET,
    &supabase::TARGET,
    &sveltekit::TARGET,
    &tomcat::TARGET,
    &tower_http::TARGET,
    &traefik::TARGET,
    &traefik_labels::TARGET,
    &varnish::TARGET,
    &vercel::TARGET,
    &vite::TARGET,
    &webpack_dev_server::TARGET,
    &wordfence::TARGET,
];
