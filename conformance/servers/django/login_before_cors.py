# check: -X PUT -H content-type:application/json {url}/api/items
# cause: auth-before-cors
# broken:
# :broken
def require_token(get_response):
    def middleware(request):
        if "Authorization" not in request.headers:
            return JsonResponse({"detail": "token missing"}, status=401)
        return get_response(request)

    return middleware


MIDDLEWARE.insert(1, "__main__.require_token")
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
