// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// broken:
header('Access-Control-Allow-Origin: *');
header('Access-Control-Allow-Credentials: true');
// :broken
echo json_encode([]);
