# check: -X PUT {url}/api/items
# cause: options-method-not-allowed
from django.views.decorators.http import require_http_methods

MIDDLEWARE.remove("corsheaders.middleware.CorsMiddleware")
items = require_http_methods(["GET", "PUT"])(lambda request: JsonResponse([], safe=False))
urlpatterns = [path("api/items", items)]
