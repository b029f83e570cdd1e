# check: --credentials include {url}/api/items
# cause: allow-credentials-not-true
# broken:
SETTINGS["CORS_ALLOWED_ORIGINS"] = ["http://localhost:3000"]
# :broken
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
