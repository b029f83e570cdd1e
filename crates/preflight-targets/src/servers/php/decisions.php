
    // As a web server reads it, which finds `//admin.php` and `/%61dmin.php` too.
    $path = preg_replace('#/+#', '/', rawurldecode(explode('?', $_SERVER['REQUEST_URI'])[0]));
    $speaks = static function (array $policy) use ($path): bool {
        foreach ($policy['paths'] ?? ['/*'] as $own) {
            $below = str_ends_with($own, '/*') && str_starts_with($path, substr($own, 0, -1));
            if ($below || $path === $own) {
                return true;
            }
        }
        return false;
    };
    $policy = current(array_filter($policies, $speaks));
    if ($policy === false) {
        return;
    }

    // The headers by which the page may read; none where it may not.
    $origin = $_SERVER['HTTP_ORIGIN'] ?? '';
    $anybody = in_array('*', $policy['origins'] ?? [], true);
    $allowed = $anybody || in_array($origin, $policy['origins'] ?? [], true);
    foreach ($policy['origin_patterns'] ?? [] as $pattern) {
        $allowed = $allowed || preg_match($pattern, $origin) === 1;
    }
    $credentials = $policy['credentials'] ?? false;
    $headers = [];
    if ($allowed) {
        $headers['Access-Control-Allow-Origin'] = $anybody ? '*' : $origin;
        $headers['Access-Control-Allow-Credentials'] = $credentials ? 'true' : '';
    }

    $method = $_SERVER['HTTP_ACCESS_CONTROL_REQUEST_METHOD'] ?? '';
    $preflight = $_SERVER['REQUEST_METHOD'] === 'OPTIONS' && $origin !== '' && $method !== '';
    if ($allowed && $preflight) {
        // Beside credentials `*` is no wildcard: what was asked for is named.
        $named = static fn (array $listed, string $asked): string =>
            $credentials && in_array('*', $listed, true) ? $asked : implode(', ', $listed);
        $names = $_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS'] ?? '';
        $headers['Access-Control-Allow-Methods'] = $named($policy['methods'] ?? [], $method);
        $headers['Access-Control-Allow-Headers'] = $named($policy['headers'] ?? [], $names);
        $headers['Access-Control-Max-Age'] = (string) ($policy['max_age'] ?? '');
    } elseif ($allowed) {
        $headers['Access-Control-Expose-Headers'] = implode(', ', $policy['expose'] ?? []);
    }
    // A cache must know what the response depends on, with an `Origin` or without.
    $vary = $anybody ? '' : 'Origin';
    if ($preflight) {
        $vary = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';
    }

    // Called when headers are sent, whatever ended the script: what it said of CORS itself goes.
    header_register_callback(static function () use ($headers, $vary): void {
        foreach (headers_list() as $line) {
            $name = explode(':', $line)[0];
            if (stripos($name, 'Access-Control-') === 0) {
                header_remove($name);
            }
        }
        foreach (array_filter($headers, 'strlen') as $name => $value) {
            header("$name: $value");
        }
        if ($vary !== '') {
            header("Vary: $vary", false);
        }
    });
    if ($preflight) {
        http_response_code($allowed ? 204 : 403);
        exit;
    }
})();
