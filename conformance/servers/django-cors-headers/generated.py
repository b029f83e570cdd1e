# What loads generated settings: of a project with the application of src/application.rs.
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import Http404, HttpResponse
from django.urls import re_path

sys.path.insert(0, "{servers}")
import cors_settings
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
    INSTALLED_APPS=["corsheaders"],
    MIDDLEWARE=["corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"],
    ROOT_URLCONF="__main__",
    SECRET_KEY="for this test alone",
    **{name: value for name, value in vars(cors_settings).items() if name.startswith("CORS_")},
)
execute_from_command_line([sys.argv[0], "runserver", "--noreload", "127.0.0.1:{port}"])
