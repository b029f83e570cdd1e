// check: {url}/api/items
// cause: server-error-hidden
// broken:
// :broken
$items = intdiv(1, 0);
// broken:
header('Access-Control-Allow-Origin: http://localhost:3000');
// :broken
echo json_encode($items);
