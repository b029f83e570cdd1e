# check: -X PUT {url}/api/items
# cause: preflight-redirected-to-https
SETTINGS["SECURE_SSL_REDIRECT"] = True
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
