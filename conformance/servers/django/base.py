# What every Django here begins with; the setup under test gets `MIDDLEWARE` and `SETTINGS`, and
# gives `urlpatterns`.
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse, JsonResponse
from django.urls import path

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SETTINGS = {}
{setup}
# fix: MIDDLEWARE = ["preflight_cors.cors", *(m for m in MIDDLEWARE if "corsheaders" not in m)]
settings.configure(
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["corsheaders"],
    MIDDLEWARE=MIDDLEWARE,
    ROOT_URLCONF="__main__",
    SECRET_KEY="for this test alone",
    **SETTINGS,
)
execute_from_command_line([sys.argv[0], "runserver", "--noreload", "--nothreading", "--skip-checks", "127.0.0.1:{port}"])
