// check: {url}/api/items
// cause: no-cors-headers
// broken:
// :broken
echo json_encode([]);
