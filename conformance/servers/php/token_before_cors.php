// check: -X PUT -H content-type:application/json {url}/api/items
// cause: auth-before-cors
if (!isset($_SERVER['HTTP_AUTHORIZATION'])) {
    http_response_code(401);
    exit(json_encode(['error' => 'token missing']));
}
// broken:
header('Access-Control-Allow-Origin: http://localhost:3000');
header('Access-Control-Allow-Methods: GET, PUT');
header('Access-Control-Allow-Headers: Content-Type');
// :broken
echo json_encode([]);
