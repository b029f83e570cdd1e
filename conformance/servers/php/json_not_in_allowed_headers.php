// check: -X POST -H content-type:application/json {url}/api/items
// cause: json-content-type-not-allowed
// broken:
header('Access-Control-Allow-Origin: http://localhost:3000');
header('Access-Control-Allow-Methods: GET, POST, OPTIONS');
header('Access-Control-Allow-Headers: Authorization, X-Requested-With');
// :broken
echo json_encode([]);
