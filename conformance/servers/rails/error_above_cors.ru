# check: {url}/api/items
# cause: server-error-hidden
# broken:
config.middleware.use Rack::Cors do
  allow do
    origins 'http://localhost:3000'
    resource '*', headers: :any
  end
end
# :broken
routes.append { get '/api/items', to: ->(_env) { {}.fetch(:items) } }
