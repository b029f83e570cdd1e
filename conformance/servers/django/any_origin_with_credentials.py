# check: --credentials include {url}/api/items
# cause: wildcard-with-credentials
# broken:
MIDDLEWARE.remove("corsheaders.middleware.CorsMiddleware")


def cors(get_response):
    def middleware(request):
        response = get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Credentials"] = "true"
        return response

    return middleware


MIDDLEWARE.insert(0, "__main__.cors")
# :broken
urlpatterns = [path("api/items", lambda request: JsonResponse([], safe=False))]
