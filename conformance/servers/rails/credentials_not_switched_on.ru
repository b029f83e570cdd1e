# check: --credentials include {url}/api/items
# cause: allow-credentials-not-true
# broken:
config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins 'http://localhost:3000'
    resource '*', headers: :any
  end
end
# :broken
routes.append { get '/api/items', to: JSON_OF }
