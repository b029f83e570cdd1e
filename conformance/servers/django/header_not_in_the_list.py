# check: -H x-cart-id:7 {url}/api/items
# cause: header-not-allowed
# broken:
SETTINGS["CORS_ALLOWED_ORIGINS"] = ["http://localhost:3000"]
# :broken
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
