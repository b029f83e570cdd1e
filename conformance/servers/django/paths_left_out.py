# check: {url}/items
# cause: no-cors-headers
# broken:
SETTINGS["CORS_ALLOWED_ORIGINS"] = ["http://localhost:3000"]
SETTINGS["CORS_URLS_REGEX"] = r"^/api/.*$"
# :broken
urlpatterns = [path("items", lambda request: JsonResponse([], safe=False))]
