# check: {url}/api/items
# cause: no-cors-headers
# broken:
MIDDLEWARE.remove("corsheaders.middleware.CorsMiddleware")
# :broken
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
