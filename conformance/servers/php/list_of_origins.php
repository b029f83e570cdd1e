// check: {url}/api/items
// cause: allow-origin-lists-several
// broken:
header('Access-Control-Allow-Origin: https://app.example.com, http://localhost:3000');
// :broken
echo json_encode([]);
