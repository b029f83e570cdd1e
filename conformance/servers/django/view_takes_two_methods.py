# check: -X PUT {url}/api/items
# cause: options-method-not-allowed
from django.views.decorators.http import require_http_methods

# broken:
MIDDLEWARE.remove("corsheaders.middleware.CorsMiddleware")
# :broken
items = require_http_methods(["GET", "PUT"])(lambda request: JsonResponse([], safe=False))
urlpatterns = [path("api/items", items)]
