# check: --credentials include {url}/api/items
# cause: allow-credentials-not-true
# broken:
# :broken
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
