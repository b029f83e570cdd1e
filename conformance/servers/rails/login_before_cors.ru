# check: -X PUT {url}/api/items
# cause: preflight-redirected-to-login
login = Class.new do
  def initialize(app)
    @app = app
  end

  def call(env)
    return @app.call(env) if env['HTTP_COOKIE'] || env['PATH_INFO'] == '/users/sign_in'

    [302, { 'Location' => '/users/sign_in' }, []]
  end
end
config.middleware.use login
# broken:
config.middleware.use Rack::Cors do
  allow do
    origins 'http://localhost:3000'
    resource '*', headers: :any, methods: %i[get put]
  end
end
# :broken
routes.append { put '/api/items', to: JSON_OF }
