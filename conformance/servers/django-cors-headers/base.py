# What every project with django-cors-headers begins with; the setup under test gets `SETTINGS`,
# and gives `urlpatterns`.
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import JsonResponse
from django.urls import path

SETTINGS = {}
{setup}
# fix: SETTINGS |= {k: v for k, v in vars(__import__("cors_settings")).items() if k.startswith("CORS_")}
settings.configure(
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["corsheaders"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "corsheaders.middleware.CorsMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF="__main__",
    SECRET_KEY="for this test alone",
    **SETTINGS,
)
execute_from_command_line([sys.argv[0], "runserver", "--noreload", "--nothreading", "--skip-checks", "127.0.0.1:{port}"])
