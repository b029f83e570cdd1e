//! A policy as a middleware of Django: <https://docs.djangoproject.com/en/stable/topics/http/middleware/>
//!
//! Not django-cors-headers (<https://github.com/adamchainz/django-cors-headers>): it has one policy for
//! all paths, no max-age of 0, no `*` that holds beside credentials, takes any `OPTIONS` with a method
//! asked for as a preflight, and lets what a view says of CORS through to other origins.

use crate::generate::{Comment, File, Generator, Plan, Proof, Shortfalls, python};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Put it beside settings.py, and name it first in MIDDLEWARE, with the package's name: \
    `\"mysite.preflight_cors.cors\"`. It takes the place of django-cors-headers, which has one policy for \
    all paths and lets what a view says of CORS through to other origins. Where pages send cookies with \
    POST and the like, Django's CSRF check wants their origins in CSRF_TRUSTED_ORIGINS as well.";

const IMPORTS: &str = "\
from asgiref.sync import iscoroutinefunction
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.decorators import sync_and_async_middleware
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let text = python::module(plan, IMPORTS, include_str!("middleware.py"));
    vec![File::new("preflight_cors.py", Comment::Line("#"), PURPOSE, text)]
}
