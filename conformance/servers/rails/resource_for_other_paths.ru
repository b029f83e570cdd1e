# check: {url}/items
# cause: no-cors-headers
# broken:
config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins 'http://localhost:3000'
    resource '/api/*', headers: :any
  end
end
# :broken
routes.append { get '/items', to: JSON_OF }
