# check: -X PUT {url}/api/items
# cause: preflight-redirected-trailing-slash
# broken:
MIDDLEWARE.remove("corsheaders.middleware.CorsMiddleware")
# :broken
urlpatterns = [path("api/items/", lambda request: JsonResponse([], safe=False))]
