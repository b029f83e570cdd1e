# check: -X PUT -H content-type:application/json {url}/api/items
# cause: auth-before-cors
require_token = Class.new do
  def initialize(app)
    @app = app
  end

  def call(env)
    return @app.call(env) if env['HTTP_AUTHORIZATION']

    [401, { 'Content-Type' => 'application/json' }, ['{"error":"token missing"}']]
  end
end
config.middleware.use require_token
# broken:
config.middleware.use Rack::Cors do
  allow do
    origins 'http://localhost:3000'
    resource '*', headers: :any, methods: %i[get put]
  end
end
# :broken
routes.append { put '/api/items', to: JSON_OF }
