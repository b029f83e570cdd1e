# check: --credentials include {url}/api/items
# cause: wildcard-with-credentials
# broken:
config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins '*'
    resource '*', headers: :any
  end
end
# :broken
routes.append { get '/api/items', to: JSON_OF }
