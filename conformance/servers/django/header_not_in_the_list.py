# check: -H x-cart-id:7 {url}/api/items
# cause: header-not-allowed
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
