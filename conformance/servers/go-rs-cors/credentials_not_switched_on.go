// check: --credentials include {url}/api/items
// cause: allow-credentials-not-true
// layer: none
func handler() http.Handler {
	var handler http.Handler = http.HandlerFunc(items)
	// broken:
	handler = rs.New(rs.Options{AllowedOrigins: []string{"http://localhost:3000"}}).Handler(handler)
	// :broken
	return handler
}
