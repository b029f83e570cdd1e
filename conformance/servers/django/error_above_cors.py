# check: {url}/api/items
# cause: server-error-hidden
# broken:
# :broken
def tenant(get_response):
    def middleware(request):
        request.tenant = {}[request.headers.get("X-Tenant")]
        return get_response(request)

    return middleware


MIDDLEWARE.insert(1, "__main__.tenant")
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
