# check: {url}/api/items
# cause: origin-not-allowed
# broken:
config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins 'https://app.example.com'
    resource '*', headers: :any, methods: %i[get put]
  end
end
# :broken
routes.append { get '/api/items', to: JSON_OF }
