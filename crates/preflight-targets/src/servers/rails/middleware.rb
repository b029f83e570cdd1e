
  # What a policy does not say.
  DEFAULTS = { paths: ['/*'], origins: [], origin_patterns: [], methods: [], headers: [], expose: [] }.freeze

  def initialize(app)
    @app = app
  end

  def call(env)
    policy = policy_for("#{env['SCRIPT_NAME']}#{env['PATH_INFO']}")
    return @app.call(env) unless policy

    origin = env['HTTP_ORIGIN']
    method = env['HTTP_ACCESS_CONTROL_REQUEST_METHOD']
    if env['REQUEST_METHOD'] == 'OPTIONS' && origin && method
      return answer(policy, origin, method, env['HTTP_ACCESS_CONTROL_REQUEST_HEADERS'])
    end

    status, headers, body = @app.call(env)
    [status, changed(policy, origin, headers), body]
  end

  private

  # As Rails routes it, which finds `//admin` too.
  def policy_for(raw_path)
    path = Rack::Utils.unescape_path(raw_path).force_encoding(Encoding::UTF_8).scrub.squeeze('/')
    POLICIES.map { |policy| DEFAULTS.merge(policy) }.find do |policy|
      policy[:paths].any? do |own|
        path == own || (own.end_with?('/*') && path.start_with?(own.chomp('*')))
      end
    end
  end

  # The headers by which a page of this origin may read; none where it may not.
  def grant(policy, origin)
    any = policy[:origins].include?('*')
    one = policy[:origins].include?(origin) || policy[:origin_patterns].any? { |pattern| pattern.match?(origin) }
    return {} unless any || one

    headers = { 'access-control-allow-origin' => any ? '*' : origin }
    headers['access-control-allow-credentials'] = 'true' if policy[:credentials]
    headers
  end

  def answer(policy, origin, method, names)
    headers = grant(policy, origin)
    status = headers.empty? ? 403 : 204
    unless headers.empty?
      headers['access-control-allow-methods'] = named(policy, policy[:methods], method)
      headers['access-control-allow-headers'] = named(policy, policy[:headers], names)
      headers['access-control-max-age'] = policy[:max_age]&.to_s
    end
    headers['vary'] = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers'
    [status, headers.compact, []]
  end

  # Beside credentials `*` is no wildcard: what was asked for is named.
  def named(policy, listed, asked)
    return asked if policy[:credentials] && listed.include?('*')

    listed.join(', ') if listed.any?
  end

  # What the application said of CORS itself goes.
  def changed(policy, origin, headers)
    headers = headers.to_h.reject { |name, _| name.downcase.start_with?('access-control-') }
    headers = varied(headers) unless policy[:origins].include?('*')
    granted = grant(policy, origin)
    granted['access-control-expose-headers'] = policy[:expose].join(', ') if granted.any? && policy[:expose].any?
    headers.merge(granted)
  end

  # A cache must know that the response depends on the origin, with an `Origin` or without.
  def varied(headers)
    vary, others = headers.partition { |name, _| name.casecmp?('vary') }
    others.to_h.merge('vary' => [*vary.flat_map(&:last), 'Origin'].join(', '))
  end
end

Rails.application.config.middleware.insert_before 0, PreflightCors
