// check: {url}/api/items
// cause: origin-not-allowed
// layer: none
func handler() http.Handler {
	var handler http.Handler = http.HandlerFunc(items)
	// broken:
	handler = rs.New(rs.Options{AllowedOrigins: []string{"https://app.example.com"}}).Handler(handler)
	// :broken
	return handler
}
