# What loads a generated initializer: its middleware stands before all of Rails, with the application
# of src/application.rs behind that.
require 'logger'
require 'action_controller/railtie'

class Application
  def initialize(app)
    @app = app
  end

  def call(env)
    status, more = respond(env['PATH_INFO'], env['HTTP_AUTHORIZATION'])
    return @app.call(env) unless status

    headers = { 'Content-Type' => 'application/json', 'Vary' => 'Accept-Encoding', 'X-Application' => 'reached' }
    [status, headers.merge(more.to_h), ['{}']]
  end

  private

  def respond(path, authorization)
    folder, _, name = path.rpartition('/')
    return name.to_i if folder.end_with?('/error')

    case name
    when 'ok' then 200
    when 'own-cors' then [200, OWN_CORS]
    when 'redirect' then [302, { 'Location' => "#{folder}/ok" }]
    when 'auth' then authorization ? 200 : 401
    when 'throws' then raise 'the application raises'
    end
  end

  OWN_CORS = {
    'Access-Control-Allow-Origin' => '*',
    'Access-Control-Allow-Credentials' => 'true',
    'Access-Control-Expose-Headers' => 'x-inner'
  }.freeze
end

class App < Rails::Application
  config.secret_key_base = 'for this test alone'
  config.eager_load = false
  config.hosts.clear
  config.logger = Logger.new(IO::NULL)
  config.middleware.use Application
end
require_relative 'cors'
App.initialize!
run App
