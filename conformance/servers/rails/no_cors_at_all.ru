# check: {url}/api/items
# cause: no-cors-headers
# broken:
# :broken
routes.append { get '/api/items', to: JSON_OF }
