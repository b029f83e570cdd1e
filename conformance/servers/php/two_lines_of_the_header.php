// check: {url}/api/items
// cause: allow-origin-added-twice
// broken:
header('Access-Control-Allow-Origin: *');
// :broken
header('Access-Control-Allow-Origin: http://localhost:3000', false);
echo json_encode([]);
