# What loads a generated module: its middleware stands before the application of src/application.rs.
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import Http404, HttpResponse
from django.urls import re_path

sys.path.insert(0, "{servers}")
from application import respond


def application(request):
    answer = respond(request.path, request.headers.get("Authorization"))
    if not answer:
        raise Http404
    status, headers = answer
    return HttpResponse("{}", status=status, headers=headers)


urlpatterns = [re_path("", application)]
settings.configure(
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=["preflight_cors.cors", "django.middleware.common.CommonMiddleware"],
    ROOT_URLCONF="__main__",
    SECRET_KEY="for this test alone",
)
execute_from_command_line([sys.argv[0], "runserver", "--noreload", "--skip-checks", "127.0.0.1:{port}"])
