// check: -X PUT {url}/api/items
// cause: preflight-redirected-to-login
if (!isset($_COOKIE['PHPSESSID']) && $_SERVER['REQUEST_URI'] !== '/login.php') {
    header('Location: /login.php');
    exit;
}
// broken:
header('Access-Control-Allow-Origin: http://localhost:3000');
header('Access-Control-Allow-Methods: GET, PUT');
// :broken
echo json_encode([]);
