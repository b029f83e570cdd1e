# check: {url}/api/items
# cause: origin-not-allowed
# broken:
SETTINGS["CORS_ALLOWED_ORIGINS"] = ["https://app.example.com"]
# :broken
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
