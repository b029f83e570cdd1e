# check: --credentials include {url}/api/items
# cause: allow-credentials-not-true
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
