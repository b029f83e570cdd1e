// check: {url}/api/items
// cause: allow-origin-has-slash-or-path
// broken:
header('Access-Control-Allow-Origin: http://localhost:3000/');
// :broken
echo json_encode([]);
