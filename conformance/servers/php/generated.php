<?php

// What loads a generated file: before the application of src/application.rs.
require '{dir}/preflight-cors.php';

$path = explode('?', $_SERVER['REQUEST_URI'])[0];
$folder = rtrim(dirname($path), '/');
$name = basename($path);
$status = match (true) {
    $name === 'throws' => throw new RuntimeException('the application throws'),
    str_ends_with($folder, '/error') => (int) $name,
    $name === 'ok', $name === 'own-cors' => 200,
    $name === 'redirect' => 302,
    $name === 'auth' => isset($_SERVER['HTTP_AUTHORIZATION']) ? 200 : 401,
    default => 404,
};
http_response_code($status);
header('Content-Type: application/json');
header('Vary: Accept-Encoding');
header('X-Application: reached');
if ($name === 'own-cors') {
    header('Access-Control-Allow-Origin: *');
    header('Access-Control-Allow-Credentials: true');
    header('Access-Control-Expose-Headers: x-inner');
}
if ($name === 'redirect') {
    header("Location: $folder/ok", true, 302);
}
echo '{}';
