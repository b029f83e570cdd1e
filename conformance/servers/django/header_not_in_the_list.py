# check: -H x-cart-id:7 {url}/api/items
# cause: header-not-allowed
# broken:
# :broken
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
