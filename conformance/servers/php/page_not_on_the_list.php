// check: {url}/api/items
// cause: allow-origin-is-another-site
// broken:
header('Access-Control-Allow-Origin: https://app.example.com');
// :broken
echo json_encode([]);
