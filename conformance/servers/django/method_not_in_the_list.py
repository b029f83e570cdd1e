# check: -X DELETE {url}/api/items
# cause: method-not-allowed
# broken:
SETTINGS["CORS_ALLOWED_ORIGINS"] = ["http://localhost:3000"]
SETTINGS["CORS_ALLOW_METHODS"] = ["GET", "POST"]
# :broken
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
