// check: -X PUT -H content-type:application/json {url}/api/items
// cause: options-handler-crashes
// broken:
// :broken
if ($_SERVER['REQUEST_METHOD'] !== 'GET') {
    $order = json_decode(file_get_contents('php://input'), false, 8, JSON_THROW_ON_ERROR);
}
// broken:
header('Access-Control-Allow-Origin: http://localhost:3000');
header('Access-Control-Allow-Methods: GET, PUT');
header('Access-Control-Allow-Headers: Content-Type');
// :broken
echo json_encode([]);
