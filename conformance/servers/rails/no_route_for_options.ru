# check: -X PUT {url}/api/items
# cause: options-not-routed
# broken:
# :broken
routes.append { match '/api/items', to: JSON_OF, via: %i[get put] }
