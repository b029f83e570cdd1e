# What every Rails here begins with; the setup under test stands in `App`.
require 'logger'
require 'action_controller/railtie'
require 'rack/cors'

JSON_OF = ->(_env) { [200, { 'Content-Type' => 'application/json' }, ['[]']] }

class App < Rails::Application
  config.secret_key_base = 'for this test alone'
  config.eager_load = false
  config.hosts.clear
  config.logger = Logger.new(IO::NULL)
  {setup}
end
# fix: require_relative 'cors'
App.initialize!
run App
