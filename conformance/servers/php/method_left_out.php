// check: -X PUT {url}/api/items
// cause: method-not-allowed
// broken:
header('Access-Control-Allow-Origin: http://localhost:3000');
// :broken
echo json_encode([]);
